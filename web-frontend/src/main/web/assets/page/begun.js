// SPDX-License-Identifier: Apache-2.0
/**
 * What is on its way before anyone asks for it. It hangs at the window, because start.js begins it and the page's
 * program, which is another file and comes later, takes it.
 */

import { fetchOrder } from '../loading/fetch-order.js';

/** worker: {worker, failure} of one that loads already; catalogue: the list of machines, a promise. */
const begun = window.begun ??= { taken: false, worker: null, catalogue: null };

/**
 * Begins, unless the page's program came first.
 *
 * @param onCatalogue what goes wrong in it goes wrong again when it is wanted
 */
export function begin(fetchCatalogue, onCatalogue) {
  if (!begun.taken) {
    begun.worker = startWorker();
    begun.catalogue = fetchCatalogue();
    begun.catalogue.then(onCatalogue).catch(() => {});
  }
}

/** A worker of one's own; for the first who asks it has begun to load already. */
export function takeWorker() {
  const taken = begun.worker ?? startWorker();
  begun.taken = true;
  begun.worker = null;
  return taken;
}

/** The list of machines, a promise: for the first who asks it is on its way already. */
export function takeCatalogue(fetchCatalogue) {
  const taken = begun.catalogue ?? fetchCatalogue();
  begun.taken = true;
  begun.catalogue = null;
  return taken;
}

/**
 * Has the first worker begin to fetch the files of a machine, which is likely to be wanted; of no effect later.
 */
export function prefetch(machine) {
  const needed = [machine.snapshot, ...Object.values(fetchOrder(machine).atOnce)];
  const files = needed.filter(Boolean).map(withWholeUrl);
  begun.worker?.worker.postMessage({ type: 'prefetch', files });
}

/** For the worker, which has another address than the page. */
export function withWholeUrl(file) {
  return file.url ? { ...file, url: new URL(file.url, document.baseURI).href } : file;
}

function startWorker() {
  const worker = new Worker(new URL('../worker/worker.js', import.meta.url), { type: 'module' });
  const started = { worker, failure: null };
  worker.onerror = (event) => { started.failure = event; };
  return started;
}
