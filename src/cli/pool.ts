/**
 * Who does the work: this thread, or N workers; and how outcomes get back into input order.
 *
 * `Ordered` takes outcomes, or promises of them, in input order and hands them on in that order, a few at a time:
 * what is ahead of the slowest is bounded, and a slow reader of the output holds all of it back. Whatever N is, the
 * output is the same, because a unit holds everything that its outcome depends on (unit.ts).
 */
import type { Outcome, Unit } from './unit.ts';
import type { WorkOptions } from './work.ts';

export interface Pool {
  /** How many units may wait for their outcome. */
  readonly ahead: number;
  run(unit: Unit): Outcome | Promise<Outcome>;
  close(): Promise<void>;
}

/** Everything in this thread. */
export function inlinePool(work: (unit: Unit) => Outcome): Pool {
  return { ahead: 0, run: work, close: () => Promise.resolve() };
}

interface Answer {
  id: number;
  outcome?: Outcome;
  fault?: string;
}

interface Waiting {
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
}

/** N worker threads with the library; `script`: worker.ts, built. */
export function workerPool(jobs: number, options: WorkOptions, script: URL): Pool {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const waiting = new Map<number, Waiting>();
  const workers = Array.from({ length: jobs }, () => ({
    thread: new Worker(script, { workerData: options }),
    load: 0,
  }));
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  for (const worker of workers) {
    worker.thread.on('message', ({ id, outcome, fault }: Answer) => {
      worker.load--;
      const one = waiting.get(id);
      waiting.delete(id);
      if (outcome) one?.resolve(outcome);
      else one?.reject(new Error(fault));
    });
    worker.thread.on('error', fail);
    worker.thread.on('exit', (code) => {
      if (code !== 0) fail(new Error(`a worker ended with status ${code}`));
    });
  }
  let next = 0;
  return {
    ahead: 3 * jobs,
    run(unit) {
      const id = next++;
      const worker = workers.reduce((least, one) => (one.load < least.load ? one : least));
      worker.load++;
      return new Promise<Outcome>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        if (unit.kind === 'text') worker.thread.postMessage({ id, unit }, []);
        else {
          // A copy to give away: the unit's bytes may be part of a larger chunk.
          const bytes = new Uint8Array(unit.bytes);
          worker.thread.postMessage({ id, unit: { ...unit, bytes } }, [bytes.buffer]);
        }
      });
    },
    async close() {
      await Promise.all(workers.map(({ thread }) => thread.terminate()));
    },
  };
}

/** Hands things on in the order in which they were added, however late they are ready. */
export class Ordered<T> {
  readonly #queue: (T | Promise<T>)[] = [];
  readonly #ahead: number;
  readonly #handle: (item: T) => Promise<void>;

  constructor(ahead: number, handle: (item: T) => Promise<void>) {
    this.#ahead = ahead;
    this.#handle = handle;
  }

  /** Resolves when there is room for more. */
  async add(item: T | Promise<T>): Promise<void> {
    // Not now but when its turn comes: until then a failure is nobody's.
    if (item instanceof Promise) item.catch(() => {});
    this.#queue.push(item);
    await this.#shrink(this.#ahead);
  }

  /** Resolves when everything has been handed on. */
  async drain(): Promise<void> {
    await this.#shrink(0);
  }

  async #shrink(length: number): Promise<void> {
    while (this.#queue.length > length) await this.#handle(await this.#queue.shift()!);
  }
}
