// SPDX-License-Identifier: Apache-2.0
/**
 * The page's URL parameters, and the options of bootlink.boot, which have the same names:
 *
 * - image: id of a machine in the manifest; machine: id of one that is kept in this browser
 * - memory: MiB; harts: number of processors
 * - kernel, bios, initrd, disk: URLs of the user's own files, or in options a File or Blob; “none” for bios and
 *   initrd; disk can be given several times
 * - append: added to the machine's kernel command line; cmdline: used instead of it
 * - boot: cold (does not start from the snapshot that the machine may have)
 * - jit: off, on, or force (translates all code at once, to test with)
 *
 * The ranges of the numbers are the machine's to know: the worker checks them before it makes one.
 */

const NAMES =
  ['image', 'machine', 'kernel', 'bios', 'initrd', 'disk', 'memory', 'harts', 'append', 'cmdline',
    'boot', 'jit'];
const JIT = ['off', 'on', 'force'];

/** As MachineConfig.MAX_DISKS. */
const MAX_DISKS = 4;

/** A parameter or option that can't be used; the message is for the person who gave it. */
export class ParameterError extends Error {}

/** Options from the page's own address. */
export function fromUrl(search) {
  const parameters = new URLSearchParams(search);
  const options = {};
  for (const name of NAMES) {
    const values = parameters.getAll(name);
    if (name === 'disk') {
      if (values.length > 0) {
        options.disk = values;
      }
      continue;
    }
    if (values.length > 1) {
      throw new ParameterError(`The parameter “${name}” is given ${values.length} times; give it once.`);
    }
    if (values.length === 1) {
      options[name] = values[0];
    }
  }
  return checked(options);
}

/** A copy of `options` with numbers as numbers. */
export function checked(options) {
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) {
      throw new ParameterError(`There is no option “${name}”; there are: ${NAMES.join(', ')}.`);
    }
  }
  if (options.append !== undefined && options.cmdline !== undefined) {
    throw new ParameterError('The parameters “append” and “cmdline” exclude each other; give one of them.');
  }
  if (options.jit !== undefined && !JIT.includes(options.jit)) {
    throw new ParameterError(
      `The parameter “jit” is “${options.jit}”; it must be one of: ${JIT.join(', ')}.`);
  }
  if (options.boot !== undefined && options.boot !== 'cold') {
    throw new ParameterError(`The parameter “boot” is “${options.boot}”; it must be: cold.`);
  }
  const disk = options.disk === undefined ? undefined : [options.disk].flat();
  if (disk?.length > MAX_DISKS) {
    throw new ParameterError(`There are ${disk.length} disks; at most ${MAX_DISKS} are possible.`);
  }
  checkFile('kernel', options.kernel, false);
  checkFile('bios', options.bios, true);
  checkFile('initrd', options.initrd, true);
  disk?.forEach((value) => checkFile('disk', value, false));
  return {
    ...options,
    disk,
    memory: wholeNumber('memory', options.memory, 'a number of MiB such as 256'),
    harts: wholeNumber('harts', options.harts, 'a number of processors such as 4'),
  };
}

function checkFile(name, value, mayBeNone) {
  if (value === '' || (value === 'none' && !mayBeNone)) {
    throw new ParameterError(`The parameter “${name}” is “${value}”; it must be the URL of a file`
      + `${mayBeNone ? ', or “none”' : ''}.`);
  }
}

function wholeNumber(name, value, example) {
  if (value === undefined) {
    return undefined;
  }
  if (!/^[0-9]{1,9}$/.test(String(value))) {
    throw new ParameterError(`The parameter “${name}” is “${value}”; it must be ${example}.`);
  }
  return Number(value);
}
