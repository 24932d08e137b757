/**
 * One run of the command: where its output goes, what has been found and what went wrong so far.
 *
 * It decides the exit status: 2 (something could not be read, written or, with --strict, understood) outranks
 * 1 (--check found damage) outranks 0. Whatever is damaged is told here once and reaches check, report and explain.
 */
import type { Repair } from '../types.ts';
import type { Engine } from './engine.ts';
import { account, accountSummary, painter, type Painter } from './explain.ts';
import { checkLine, type Finding } from './finding.ts';
import type { CliOptions } from './flags.ts';
import { type CliIo, readInput, type Sink } from './io.ts';
import { findingRecord } from './report.ts';

/** Why a line of JSON Lines was left alone, as the summary counts it. */
export type Skip = 'not JSON' | 'field missing' | 'field not a string' | 'field not UTF-8';

export class Run {
  readonly options: CliOptions;
  readonly engine: Engine;
  /** The output so far ends inside a line. */
  openLine = false;
  readonly #io: CliIo;
  readonly #out: Sink;
  readonly #err: Sink;
  readonly #report: Sink | undefined;
  readonly #paint: Painter;
  readonly #tally = { repaired: 0, beyond: 0, encoding: 0 };
  readonly #skips = new Map<Skip, number>();
  readonly #failures: string[] = [];
  #faulty = false;

  constructor(
    options: CliOptions,
    engine: Engine,
    io: CliIo,
    sinks: { out: Sink; err: Sink; report?: Sink },
  ) {
    this.options = options;
    this.engine = engine;
    this.#io = io;
    this.#out = sinks.out;
    this.#err = sinks.err;
    this.#report = sinks.report;
    this.#paint = painter(io.colour);
  }

  /** The exit status for what has happened so far. */
  get status(): number {
    if (this.#faulty || (this.options.strict && this.#skips.size > 0)) return 2;
    const { repaired, beyond, encoding } = this.#tally;
    return this.options.mode === 'check' && repaired + beyond + encoding > 0 ? 1 : 0;
  }

  /** The chunks of an input. One that cannot be read (on) ends there, after a message. */
  read(path: string): AsyncGenerator<Uint8Array, void, undefined> {
    return readInput(path, this.#io, (message) => this.fault(message));
  }

  /** Puts text out as it is. Waits while nobody reads. */
  async write(data: string | Uint8Array): Promise<void> {
    if (data.length === 0) return;
    this.openLine = data.at(-1) !== (typeof data === 'string' ? '\n' : 0x0a);
    await this.#out.write(data);
  }

  /** Puts out what becomes of the document: nothing where only findings or candidates are asked for. */
  async pass(data: string | Uint8Array): Promise<void> {
    for (const message of this.#failures.splice(0)) await this.say(message);
    if (this.options.mode === 'repair') await this.write(data);
  }

  /** Tells what is damaged, to all who asked. */
  async found(findings: readonly Finding[]): Promise<void> {
    const { mode, explain } = this.options;
    for (const finding of findings) {
      const { span } = finding;
      this.#tally[!span ? 'encoding' : span.channels.length === 0 ? 'beyond' : 'repaired']++;
      if (mode === 'check') await this.write(checkLine(finding));
      if (explain) await this.say(account(finding, this.#paint));
      await this.#report?.write(findingRecord(finding));
    }
  }

  /** A line of JSON Lines that was left alone, in whole or in part. */
  async skipped(why: Skip, message: string): Promise<void> {
    this.#skips.set(why, (this.#skips.get(why) ?? 0) + 1);
    await this.say(`luanma: ${message}\n`);
  }

  /** Something failed: the exit status will be 2. */
  async fault(message: string): Promise<void> {
    this.#faulty = true;
    await this.say(`luanma: ${message}\n`);
  }

  /** Writes to standard error; if nobody listens, that is no reason to stop. */
  async say(message: string): Promise<void> {
    try {
      await this.#err.write(message);
    } catch {
      // Nobody listens.
    }
  }

  /** A repair, or the text as it is if luanma fails on it: no bug may cost a line. */
  guarded(place: string, text: string, repair: () => Repair): Repair {
    try {
      return repair();
    } catch (error) {
      this.#faulty = true;
      this.#failures.push(
        `luanma: ${place}: passed unchanged, for luanma failed on it (${String(error)}); please report this\n`,
      );
      return { text, changed: false, confidence: 1, damaged: 0, spans: [], alternatives: [] };
    }
  }

  /** Says what is to be said at the end, and waits until everything is out. */
  async finish(): Promise<void> {
    await this.pass('');
    const skips = [...this.#skips];
    if (skips.length > 0) {
      const parts = skips.map(([why, count]) => `${count} ${why}`);
      await this.say(`luanma: passed unchanged: ${parts.join(', ')}\n`);
    }
    if (this.options.explain) await this.say(accountSummary(this.#tally));
    await this.#report?.finish(true);
    await this.#out.finish();
  }
}
