/**
 * The page's side of the worker: calls as promises. A call that is no longer wanted is stopped by ending the
 * worker and starting another, since a search cannot be interrupted. Where no worker can be made (an old
 * browser opening the page from disk) the same script runs in the page itself.
 */
import type { CallName, Calls, Reply, Request } from './protocol.ts';

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (reason: Error) => void;
  progress: (done: number) => void;
}

/** The reason of calls that `stop` ended. */
export class Stopped extends Error {}

export class Client {
  readonly #code: string;
  readonly #assets: Record<string, string>;
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 1;
  /** Resolves when model and tables are there. */
  ready: Promise<Calls['load']['result']>;

  constructor(code: string, assets: Record<string, string>) {
    this.#code = code;
    this.#assets = assets;
    this.ready = this.#start();
  }

  async call<N extends CallName>(
    name: N,
    args: Calls[N]['arguments'],
    progress: (done: number) => void = () => {},
  ): Promise<Calls[N]['result']> {
    await this.ready;
    return this.#send(name, args, progress);
  }

  /** Ends every call under way with `Stopped`. */
  stop(): void {
    if (!this.#worker) return;
    this.#worker.terminate();
    const ended = this.#waiting;
    this.#waiting = new Map();
    this.ready = this.#start();
    for (const { reject } of ended.values()) reject(new Stopped());
  }

  #start(): Promise<Calls['load']['result']> {
    try {
      const url = URL.createObjectURL(new Blob([this.#code], { type: 'text/javascript' }));
      this.#worker = new Worker(url);
      this.#worker.addEventListener('message', (event: MessageEvent<Reply>) => this.#receive(event.data));
    } catch {
      this.#worker = null;
    }
    return this.#send('load', [this.#assets]);
  }

  #send<N extends CallName>(
    name: N,
    args: Calls[N]['arguments'],
    progress: (done: number) => void = () => {},
  ): Promise<Calls[N]['result']> {
    const request: Request = { id: this.#next++, name, arguments: args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve: resolve as (result: unknown) => void, reject, progress });
      if (this.#worker) this.#worker.postMessage(request, []);
      else void globalThis.luanmaEngine(request, (reply) => this.#receive(reply));
    });
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if ('progress' in reply) {
      waiting.progress(reply.progress);
      return;
    }
    this.#waiting.delete(reply.id);
    if ('error' in reply) waiting.reject(new Error(reply.error));
    else waiting.resolve(reply.result);
  }
}
