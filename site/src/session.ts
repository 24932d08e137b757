/**
 * What is being looked at: the newest text, its answer, the explanations on offer and the one that is shown. Knows
 * the worker, not the page; `Views` is told of every change.
 */
import type { TextHypothesis } from '../../src/types.ts';
import { type Client, Stopped } from './client.ts';
import type { Answer } from './protocol.ts';
import { Result, type Selection } from './result.ts';
import type { TraceStep } from './trace.ts';

/** A call older than this (ms) is ended when the text changes. */
const PATIENCE = 300;
/** Runners-up are looked for in texts of this length at most. */
const LONGEST_COMPARED = 2000;
/** Only after so long (ms) does the page say that it is working. */
const SILENT = 150;

export interface Views {
  /** Another text or another explanation is shown. */
  shown(): void;
  /** The runners-up are known. */
  compared(): void;
  working(): void;
  failed(message: string): void;
}

export class Session {
  result: Result | null = null;
  /** The first answer to the text, and its runners-up; both stay on offer when another explanation is shown. */
  first: Answer | null = null;
  runnersUp: TextHypothesis[] = [];
  /** 0: the first answer; 1 …: a runner-up; −1: the text as it is. */
  explanation = 0;
  readonly #client: Client;
  readonly #views: Views;
  #wanted: string | null = null;
  #repairing = false;
  /** When the call under way began; 0 if there is none. */
  #since = 0;

  constructor(client: Client, views: Views) {
    this.#client = client;
    this.#views = views;
  }

  /** Repairs a text; texts that are replaced before their turn are skipped. */
  async update(text: string): Promise<void> {
    this.#wanted = text;
    if (this.#since > 0 && performance.now() - this.#since > PATIENCE) this.#client.stop();
    if (this.#repairing) return;
    this.#repairing = true;
    try {
      while (this.#wanted !== null) {
        const next: string = this.#wanted;
        this.#wanted = null;
        const answer = next === '' ? null : await this.#answer(next);
        if (this.#wanted === null && (answer || next === '')) this.#show(answer);
      }
    } finally {
      this.#repairing = false;
    }
  }

  /** Shows another explanation of the same text. */
  async choose(index: number): Promise<void> {
    const { first } = this;
    if (!first) return;
    const other = this.runnersUp[index - 1];
    let answer = first;
    if (other) {
      const allowed = [...new Set(other.channels.map((c) => c.channel))];
      const again = await this.#unlessStopped(this.#client.call('repair', [first.input, allowed]));
      answer = again?.repair.text === other.text ? again : whole(first, other.text);
    } else if (index < 0) answer = whole(first, first.input);
    if (this.first !== first) return;
    this.explanation = index;
    this.result = new Result(answer);
    this.#views.shown();
  }

  /** Puts a picked character in; whether the run still gives what was observed, null where that cannot be asked. */
  async pick({ span: index, at }: Selection, text: string): Promise<boolean | null> {
    const { result } = this;
    if (!result) return null;
    result.picks.set(`${index}:${at}`, text);
    const { text: shown, restored, channels, observed } = result.answer.repair.spans[index]!;
    if (shown !== restored) return null;
    const picked = { restored: result.spanText(index), channels, observed };
    return this.#unlessStopped(this.#client.call('verify', [picked]));
  }

  /** Where the bytes of the selected run went; null where another text came in between. */
  async trace(): Promise<TraceStep[] | null> {
    const { result } = this;
    if (!result?.selection) return null;
    const { span } = result.selection;
    const { restored, channels } = result.answer.repair.spans[span]!;
    const steps = await this.#unlessStopped(this.#client.call('trace', [restored, channels]));
    return result === this.result && result.selection?.span === span ? steps : null;
  }

  async #answer(text: string): Promise<Answer | null> {
    this.#since = performance.now();
    const timer = setTimeout(() => this.#views.working(), SILENT);
    try {
      return await this.#client.call('repair', [text, null]);
    } catch (error) {
      if (!(error instanceof Stopped)) this.#views.failed(String(error));
      return null;
    } finally {
      clearTimeout(timer);
      this.#since = 0;
    }
  }

  #show(answer: Answer | null): void {
    this.first = answer;
    this.runnersUp = [];
    this.result = answer && new Result(answer);
    this.explanation = answer && !answer.repair.changed ? -1 : 0;
    this.#views.shown();
    if (answer) void this.#compare(answer);
  }

  async #compare(answer: Answer): Promise<void> {
    const { input, repair } = answer;
    if (input.length > LONGEST_COMPARED || isAscii(input)) return;
    this.#since = performance.now();
    const found = await this.#unlessStopped(this.#client.call('alternatives', [input]));
    if (!found || this.first !== answer) return;
    this.#since = 0;
    this.runnersUp = found.filter(({ text }) => text !== repair.text);
    this.#views.compared();
  }

  /** What a call gives, or null where a newer text ended it. */
  async #unlessStopped<T>(call: Promise<T>): Promise<T | null> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof Stopped) return null;
      throw error;
    }
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Another text for the same input, without an account of its parts. */
function whole({ input, repair }: Answer, text: string): Answer {
  const changed = text !== input;
  return {
    input,
    repair: { ...repair, text, changed, spans: [], alternatives: [] },
    changed: [],
    proven: [],
    milliseconds: 0,
  };
}
