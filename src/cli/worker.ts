/** A worker thread of `--jobs`: units in, outcomes out, in the order of arrival. */
import { parentPort, workerData } from 'node:worker_threads';
import { library } from './library.ts';
import type { Unit } from './unit.ts';
import { type WorkOptions, workOf } from './work.ts';

const work = workOf(library, workerData as WorkOptions);

const port = parentPort!;

port.on('message', ({ id, unit }: { id: number; unit: Unit }) => {
  try {
    const outcome = work(unit);
    // A copy to give away: small buffers share their memory.
    const output = outcome.output && new Uint8Array(outcome.output);
    port.postMessage({ id, outcome: { ...outcome, output } }, output ? [output.buffer] : []);
  } catch (error) {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port.postMessage({ id, fault }, []);
  }
});
