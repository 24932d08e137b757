/**
 * Subcommands: `luanma names`, `luanma unzip`, `luanma tags`. They win over files of that name; `./names` is the file.
 *
 * Each is loaded when it is called. What they share is here: reading their options, and saying what went wrong.
 */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './flags.ts';
import type { CliIo, Sink } from './io.ts';

/** Where a subcommand writes. */
export interface Output {
  out: Sink;
  err: Sink;
}

/** Runs with the arguments after its name; resolves to the exit status. */
export type Command = (argv: readonly string[], io: CliIo, output: Output) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  names: async () => (await import('./names/command.ts')).names,
  unzip: async () => (await import('./unzip/command.ts')).unzip,
  tags: async () => (await import('./tags/command.ts')).tags,
};

/** The subcommand of this name; null if there is none. */
export async function commandOf(name: string | undefined): Promise<Command | null> {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name]!() : null;
}

type Values = Record<string, string | boolean | undefined>;

/** Options and operands; throws UsageError, naming the remedy. */
export function parseCommand(
  name: string,
  options: NonNullable<ParseArgsConfig['options']>,
  argv: readonly string[],
): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { values, positionals };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UsageError(`${name}: ${reason}`);
  }
}

/** A probability given as text; throws UsageError. */
export function confidenceFrom(value: string | boolean | undefined): number {
  if (value === undefined) return 0.9;
  if (typeof value === 'string' && /^(?:\d+\.?\d*|\.\d+)$/.test(value) && Number(value) <= 1)
    return Number(value);
  throw new UsageError(`--min-confidence takes a number from 0 to 1, not '${String(value)}'`);
}

/** 0.987 → 98.7 %; never 100 %. */
export function percent(p: number): string {
  return `${Math.min(99.9, Math.floor(p * 1000) / 10)} %`;
}

/** Text as it may go to a terminal: controls, marks of direction and lone surrogates as escapes. */
export function shown(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
}

/** Code of a system error, '' for others. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What a person needs to know of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
