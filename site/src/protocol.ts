/** What the page and its worker say to each other. Everything is plain data that a message can carry. */
import type { ChannelStep, Repair, TextHypothesis } from '../../src/types.ts';
import type { TraceStep } from './trace.ts';

export interface ChannelInfo {
  id: string;
  title: string;
  kind: string;
  writer?: string;
  reader?: string;
}

/** A repair with what the page shows of it. */
export interface Answer {
  input: string;
  repair: Repair;
  /** UTF-16 ranges of each span's text that differ from what was observed, character by character; null: all of it. */
  changed: ([number, number][] | null)[];
  /** Whether each span's damage, done again, gives what was observed. */
  proven: boolean[];
  milliseconds: number;
}

export interface Excerpt {
  line: number;
  before: string;
  observed: string;
  text: string;
  after: string;
  channels: ChannelStep[];
  inferred: number;
}

export interface FileReport {
  name: string;
  /** The name, repaired. */
  newName: string;
  size: number;
  encoding: string;
  repaired: number;
  beyond: number;
  inferred: number;
  /** Repaired runs by channel, the most frequent first. */
  kinds: [string, number][];
  excerpts: Excerpt[];
  output: Blob;
  /** Not text: passed on as it is. */
  binary: boolean;
}

/** An example of the gallery: `damage` is done live. */
export interface ExampleRequest {
  text: string;
  chain: ChannelStep[];
}

export interface Calls {
  load: { arguments: [assets: Record<string, string>]; result: ChannelInfo[] };
  repair: { arguments: [text: string, channels: string[] | null]; result: Answer };
  /** Runner-up explanations; asked for after the answer, because they take as long again. */
  alternatives: { arguments: [text: string]; result: TextHypothesis[] };
  trace: { arguments: [restored: string, steps: ChannelStep[]]; result: TraceStep[] };
  verify: {
    arguments: [span: { restored: string; channels: ChannelStep[]; observed: string }];
    result: boolean;
  };
  damage: { arguments: [examples: ExampleRequest[]]; result: (string | null)[] };
  file: { arguments: [file: File]; result: FileReport[] };
  zip: { arguments: [files: { name: string; content: Blob }[]]; result: Blob };
}
export type CallName = keyof Calls;

export interface Request {
  id: number;
  name: CallName;
  arguments: unknown[];
}

export type Reply =
  | { id: number; result: unknown }
  | { id: number; error: string }
  | { id: number; progress: number };
