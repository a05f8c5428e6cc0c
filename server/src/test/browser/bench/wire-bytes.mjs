// SPDX-License-Identifier: Apache-2.0
/** Counts what a Chromium page and its workers load, headers included, compressed as it comes. */

/** @return {bytes, requests}, which grow */
export async function countWireBytes(page) {
  const count = { bytes: 0, requests: 0 };
  const watch = async (session) => {
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      count.bytes += encodedDataLength;
      count.requests++;
    });
    session.on('Target.attachedToTarget', async ({ sessionId }) => {
      const worker = session.connection().session(sessionId);
      await watch(worker);
      await worker.send('Runtime.runIfWaitingForDebugger');
    });
    await session.send('Network.enable');
    const workers = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
    await session.send('Target.setAutoAttach', workers);
  };
  await watch(await page.createCDPSession());
  return count;
}
