/**
 * One run of the command: what has been found and what went wrong so far, and who is told.
 *
 * It decides the exit status: 2 (something could not be read, written or, with --strict, understood) outranks
 * 1 (--check found damage) outranks 0. Whatever is damaged is told here once, in input order, and reaches check, report and
 * explain; whatever is put out goes to the destination that its reader named.
 */
import type { Engine } from './engine.ts';
import { account, accountSummary, painter, type Painter } from './explain.ts';
import type { Finding } from './finding.ts';
import type { CliOptions } from './flags.ts';
import type { Findings } from './formats.ts';
import { type CliIo, readInput, type Sink } from './io.ts';
import { Ordered, type Pool } from './pool.ts';
import type { Progress } from './progress.ts';
import { findingRecord, line, summaryRecord } from './report.ts';
import { Tally } from './tally.ts';
import type { Outcome, UnitEvent } from './unit.ts';

/** Where a document's bytes go. */
export interface Destination {
  /** Only documents that are UTF-8 throughout may go there: what was read must be what is written where nothing is repaired. */
  utf8Only?: true;
  /** `replaced`: what was read; absent if the bytes are that. */
  write(bytes: Uint8Array, replaced?: Uint8Array | string): Promise<void>;
  /** The document is complete; `failed`: it could not be read to its end. */
  end?(failed: boolean): Promise<void>;
}

/** What happens next, when its turn comes. */
export type Step =
  | {
      path: string;
      to: Destination;
      /** What was read: passes if the outcome does not replace it. */
      original: Uint8Array | string;
      outcome: Outcome | Promise<Outcome>;
      /** Records that follow a file without an end of line begin a new one. */
      first?: true;
    }
  | { path: string; to: Destination; end: 'document' | 'records' }
  | { path: string; fault: string }
  /** The document is left alone: a message, and no fault. */
  | { path: string; skipped: string };

export interface RunParts {
  engine: Engine;
  pool: Pool;
  io: CliIo;
  out: Sink;
  err: Sink;
  report?: Sink;
  findings: Findings;
  progress?: Progress;
}

export class Run {
  readonly options: CliOptions;
  readonly engine: Engine;
  readonly pool: Pool;
  readonly tally: Tally = new Tally();
  /** Standard output, or what stands for it. */
  readonly standard: Destination;
  readonly #parts: RunParts;
  readonly #paint: Painter;
  readonly #steps: Ordered<Ready>;
  /** The output so far ends inside a line. */
  #openLine = false;
  #faulty = false;
  /** Files that could not be read to their end, until their end has been told. */
  readonly #unread = new Set<string>();
  #placesBefore = 0;

  constructor(options: CliOptions, parts: RunParts) {
    this.options = options;
    this.engine = parts.engine;
    this.pool = parts.pool;
    this.#parts = parts;
    this.#paint = painter(parts.io.colour);
    this.#steps = new Ordered(parts.pool.ahead, (step) => this.#take(step));
    this.standard = { write: (bytes) => (options.mode === 'repair' ? this.write(bytes) : Promise.resolve()) };
  }

  /** The exit status for what has happened so far. */
  get status(): number {
    if (this.#faulty || (this.options.strict && this.tally.skips.size > 0)) return 2;
    return this.options.mode === 'check' && this.#parts.findings.reported > 0 ? 1 : 0;
  }

  /** The chunks of an input. One that cannot be read (on) ends there, after a message. */
  async *read(path: string, failed?: () => void): AsyncGenerator<Uint8Array, void, undefined> {
    const fault = (message: string): Promise<void> => {
      failed?.();
      return this.add({ path, fault: message });
    };
    const { io, progress } = this.#parts;
    for await (const chunk of readInput(path, io, fault, (bytes) => progress?.read(bytes))) yield chunk;
  }

  /** Takes the next step of the run; resolves when there is room for more. */
  async add(step: Step): Promise<void> {
    if (!('outcome' in step)) await this.#steps.add(step);
    else if (!(step.outcome instanceof Promise)) await this.#steps.add({ ...step, outcome: step.outcome });
    else await this.#steps.add(step.outcome.then((outcome) => ({ ...step, outcome })));
  }

  /** Puts text out as it is. Waits while nobody reads. */
  async write(data: string | Uint8Array): Promise<void> {
    if (data.length === 0) return;
    this.#openLine = data.at(-1) !== (typeof data === 'string' ? '\n' : 0x0a);
    await this.#parts.out.write(data);
  }

  /** Tells what happened, to all who asked. */
  async tell(path: string, events: readonly UnitEvent[]): Promise<void> {
    for (const event of events) {
      if (event.event === 'found') {
        this.tally.found(event);
        await this.#found({ path, ...event });
      } else if (event.event === 'skipped') {
        this.tally.skipped(event.why);
        await this.say(`luanma: ${path}:${event.message}\n`);
      } else await this.fault(event.message);
    }
  }

  /** Writes a record of its own to the report, if there is one. */
  async record(record: object): Promise<void> {
    await this.#parts.report?.write(line(record));
  }

  /** Something failed: the exit status will be 2. */
  async fault(message: string): Promise<void> {
    this.#faulty = true;
    await this.say(`luanma: ${message}\n`);
  }

  /** Writes to standard error; if nobody listens, that is no reason to stop. */
  async say(message: string): Promise<void> {
    try {
      await this.#parts.progress?.clear();
      await this.#parts.err.write(message);
    } catch {
      // Nobody listens.
    }
  }

  /** Says what is to be said at the end, and waits until everything is out. */
  async finish(): Promise<void> {
    const { findings, report, progress, out } = this.#parts;
    await this.#steps.drain();
    await findings.finish((text) => this.write(text));
    await progress?.finish();
    const skips = [...this.tally.skips];
    if (skips.length > 0) {
      const parts = skips.map(([why, count]) => `${count} ${why}`);
      await this.say(`luanma: passed unchanged: ${parts.join(', ')}\n`);
    }
    if (this.options.explain) await this.say(accountSummary(this.tally));
    if (this.options.summary) await this.say(this.tally.text());
    await report?.write(summaryRecord(this.tally));
    await out.finish();
  }

  async #take(step: Ready): Promise<void> {
    const { path } = step;
    if ('fault' in step) {
      this.#unread.add(path);
      await this.fault(step.fault);
    } else if ('skipped' in step) {
      this.#unread.add(path);
      await this.say(`luanma: ${step.skipped}\n`);
    } else if ('end' in step) await this.#end(path, step.to, step.end);
    else {
      const { to, original, outcome } = step;
      this.tally.documents += outcome.documents;
      this.tally.damaged += outcome.damaged;
      await this.tell(path, outcome.events);
      this.#parts.progress?.damaged(this.tally.places);
      if (step.first && this.#openLine && to === this.standard) await to.write(Buffer.from('\n'));
      if (outcome.output) await to.write(outcome.output, original);
      else await to.write(typeof original === 'string' ? Buffer.from(original) : original);
    }
  }

  async #end(path: string, to: Destination, end: 'document' | 'records'): Promise<void> {
    const failed = this.#unread.delete(path);
    if (end === 'document' && !failed) this.tally.documents++;
    if (end === 'document' && this.tally.places > this.#placesBefore) this.tally.damaged++;
    this.#placesBefore = this.tally.places;
    await to.end?.(failed);
  }

  async #found(finding: Finding): Promise<void> {
    const { findings, report } = this.#parts;
    if (!findings.wanted(finding)) return;
    if (this.options.mode === 'check') await findings.tell(finding, (text) => this.write(text));
    if (this.options.explain) await this.say(account(finding, this.#paint));
    await report?.write(findingRecord(finding));
  }
}

/** A step whose outcome is there. */
type Ready =
  | Exclude<Step, { outcome: unknown }>
  | (Extract<Step, { outcome: unknown }> & { outcome: Outcome });
