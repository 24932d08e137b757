/**
 * The command: reads the options, runs every file through, returns the exit status.
 *
 * A filter like any other: a file that cannot be read is reported and the others go on; a reader of the output that
 * goes away ends the run in silence. It never exits the process and touches no global stream, so tests run it in place.
 * Example: main(['--check', 'a.txt'], io) → 1, with "a.txt:3:7 utf8-as-gbk\n" on io.stdout.
 */
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { explainLines, explainRecords } from './candidates.ts';
import type { Engine } from './engine.ts';
import { type CliOptions, helpText, nearest, parseFlags, UsageError } from './flags.ts';
import { BrokenPipe, type CliIo, OutputError, sameFile, Sink } from './io.ts';
import { processRecords } from './jsonl.ts';
import { runRecord } from './report.ts';
import { Run } from './run.ts';
import { processText } from './text.ts';

/** Runs the command with the arguments after its name; resolves to the exit status. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const out = new Sink(io.stdout, 'standard output');
  const err = new Sink(io.stderr, 'standard error');
  let run: Run | undefined;
  try {
    const options = parseFlags(argv);
    const information = await informationFor(options, io);
    if (information !== null) {
      await out.write(information);
      await out.finish();
      return 0;
    }
    const engine = await io.engine();
    checkChannels(options, engine);
    const report =
      options.report === undefined ? {} : { report: await openReport(options.report, options, engine, io) };
    run = new Run(options, engine, io, { out, err, ...report });
    const process = processor(options);
    for (const path of options.files) await process(path, run);
    await run.finish();
    await err.finish().catch(() => {});
    return run.status;
  } catch (error) {
    if (error instanceof BrokenPipe) return run?.status ?? 0;
    await err.write(`luanma: ${failure(error)}\n`).catch(() => {});
    return 2;
  }
}

function processor({ jsonl, mode }: CliOptions): (path: string, run: Run) => Promise<void> {
  if (mode === 'candidates') return jsonl ? explainRecords : explainLines;
  return jsonl ? processRecords : processText;
}

/** What is asked for instead of a run; null for a run. */
async function informationFor({ mode }: CliOptions, io: CliIo): Promise<string | null> {
  if (mode === 'help') return helpText();
  if (mode === 'version') return `luanma ${io.version}\n`;
  if (mode !== 'list-channels') return null;
  const all = (await io.engine()).channels();
  return all.map(({ id, title }) => `${id}\t${title}\n`).join('');
}

function checkChannels({ repair }: CliOptions, engine: Engine): void {
  const known = engine.channels().map(({ id }) => id);
  const wrong = repair.channels?.find((id) => !known.includes(id));
  if (wrong === undefined) return;
  const near = nearest(wrong, known);
  const guess = near === undefined ? '' : ` did you mean ${near}?`;
  throw new UsageError(`unknown channel '${wrong}';${guess} "luanma --channels list" prints them all`);
}

async function openReport(path: string, options: CliOptions, engine: Engine, io: CliIo): Promise<Sink> {
  if (options.files.some((file) => sameFile(path, file, io.cwd))) {
    throw new UsageError(`--report ${path} would overwrite an input; give the report another name`);
  }
  const sink = new Sink(createWriteStream(resolve(io.cwd, path)), path);
  await sink.write(runRecord(io.version, engine.modelHash(), options.repair));
  // Opened now or not at all: better to say so before the work than after it.
  await sink.finish();
  return sink;
}

function failure(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nTry 'luanma --help'.`;
  if (error instanceof OutputError) return error.message;
  return `failed, please report this: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
