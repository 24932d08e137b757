/**
 * A run from its options: opens what it writes to, takes its files one after another, and sees to it that nothing
 * half-written is left, however the run ends.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Baseline } from './baseline.ts';
import { removeBegun } from './begun.ts';
import { explainLines, explainRecords } from './candidates.ts';
import { readRecords, readText } from './documents.ts';
import { checkEncodings, encoded } from './encodings.ts';
import type { Engine } from './engine.ts';
import { painter } from './explain.ts';
import { type CliOptions, UsageError } from './flags.ts';
import { Findings } from './formats.ts';
import { type CliIo, isGzip, OutputError, sameFile, type Sink } from './io.ts';
import { inlinePool, type Pool, workerPool } from './pool.ts';
import { Progress } from './progress.ts';
import { NewFile } from './replace.ts';
import { runRecord } from './report.ts';
import { type Destination, Run } from './run.ts';
import { type WorkOptions, workOf } from './work.ts';

export interface Streams {
  out: Sink;
  err: Sink;
  /** Told the exit status so far, for a run that is cut short. */
  status: (now: number) => void;
}

/** Runs; resolves to the exit status. Throws UsageError, OutputError, BrokenPipe. */
export async function perform(
  options: CliOptions,
  engine: Engine,
  io: CliIo,
  { out, err, status }: Streams,
): Promise<number> {
  const { baseline: known, updateBaseline } = options;
  const baseline = known === undefined ? undefined : Baseline.read(known, io.cwd, updateBaseline);
  checkEncodings(options);
  const files = await inputs(options, io);
  const report = await openFile(options.report, '--report', options, io);
  let pool: Pool | undefined;
  let run: Run | undefined;
  try {
    await report?.sink.write(runRecord(io.version, engine.modelHash(), options.repair));
    const output = await openFile(options.output, '--output', options, io);
    pool = poolFor(options, engine, io);
    run = new Run(options, {
      engine,
      pool,
      io,
      out: output?.sink ?? out,
      err,
      ...(report ? { report: report.sink } : {}),
      findings: new Findings(options.format, io.version, baseline),
      ...progressFor(options, files, io, err),
    });
    const to = output && inMembers(options) ? (await import('./wet.ts')).members(output.sink) : undefined;
    for (const path of files) await take(path, run, io, to);
    await run.finish();
    await output?.commit();
    if (baseline && updateBaseline) await writeBaseline(known!, baseline, io);
    await report?.commit();
    return updateBaseline && run.status === 1 ? 0 : run.status;
  } finally {
    if (run) status(run.status);
    removeBegun();
    await pool?.close();
  }
}

/** One file, or standard input. */
async function take(path: string, run: Run, io: CliIo, members?: Destination): Promise<void> {
  const { mode, jsonl, wet } = run.options;
  if (mode === 'candidates') await (jsonl ? explainRecords : explainLines)(path, run);
  else if (mode === 'detect') await (await import('./detect.ts')).detectFile(path, run);
  else if (wet) await (await import('./wet.ts')).readWet(path, run, members ?? run.standard);
  else {
    const to = await destination(path, run, io);
    if (to) await (jsonl ? readRecords : readText)(path, run, encoded(path, to, run));
  }
}

/** Where the repaired bytes go; undefined for a file that is skipped. */
async function destination(path: string, run: Run, io: CliIo): Promise<Destination | undefined> {
  const { inPlace, dryRun, backup, mode } = run.options;
  if (!inPlace && !dryRun && mode !== 'check') return run.standard;
  const real = resolve(io.cwd, path);
  if (path === '-' || !statSync(real, { throwIfNoEntry: false })?.isFile()) return run.standard;
  const { isBinary } = await import('./walk.ts');
  if (!isGzip(path) && isBinary(real)) {
    await run.say(`luanma: ${path}: looks binary, left alone\n`);
    return undefined;
  }
  if (mode === 'check') return run.standard;
  if (dryRun) {
    const { Preview } = await import('./diff.ts');
    const paint = io.colourOut ? painter(true) : undefined;
    return new Preview(path, paint, (text) => run.write(text));
  }
  const { InPlace } = await import('./inPlace.ts');
  return new InPlace(path, io.cwd, backup, run);
}

/** The files meant. Folders are gone through where files are not joined. */
async function inputs(options: CliOptions, io: CliIo): Promise<string[]> {
  const { files, inPlace, dryRun, mode, jsonl, backup } = options;
  if (!inPlace && !dryRun && mode !== 'check') return files;
  if (!inPlace && !files.some((file) => file !== '-' && isFolder(resolve(io.cwd, file)))) return files;
  const { filesOf } = await import('./walk.ts');
  const extensions = jsonl ? { extensions: ['.jsonl', '.ndjson', '.jsonl.gz', '.ndjson.gz'] } : {};
  return filesOf(files, { cwd: io.cwd, backup, ...extensions });
}

function poolFor(options: CliOptions, engine: Engine, io: CliIo): Pool {
  const { repair, fields, addReport, jobs, mode, jsonl, wet } = options;
  const work: WorkOptions = { repair, fields, addReport, blocksOnly: !jsonl && !wet };
  return jobs > 1 && mode !== 'candidates' && mode !== 'detect'
    ? workerPool(jobs, work, io.worker)
    : inlinePool(workOf(engine, work));
}

async function openFile(
  path: string | undefined,
  flag: string,
  options: CliOptions,
  io: CliIo,
): Promise<NewFile | undefined> {
  if (path === undefined) return undefined;
  if (options.files.some((file) => sameFile(path, file, io.cwd))) {
    const remedy = flag === '--output' ? 'to repair it, use --in-place' : 'give the report another name';
    throw new UsageError(`${flag} ${path} would overwrite an input; ${remedy}`);
  }
  if (isFolder(resolve(io.cwd, path))) throw new OutputError(`${path}: is a directory; name a file in it`);
  const members = flag === '--output' && inMembers(options);
  const file = new NewFile(resolve(io.cwd, path), path, { plain: members });
  // Opened now or not at all: better to say so before the work than after it.
  await file.opened();
  return file;
}

async function writeBaseline(path: string, baseline: Baseline, io: CliIo): Promise<void> {
  const file = new NewFile(resolve(io.cwd, path), path);
  await file.opened();
  await file.sink.write(baseline.text());
  await file.commit();
}

function progressFor(
  options: CliOptions,
  files: readonly string[],
  io: CliIo,
  err: Sink,
): { progress?: Progress } {
  if (!options.progress || io.columns === undefined) return {};
  const sizes = files.map((file) =>
    file === '-' ? Number.NaN : (statSync(resolve(io.cwd, file), { throwIfNoEntry: false })?.size ?? 0),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    progress: new Progress(Number.isNaN(total) ? undefined : total, io.columns, (text) => err.write(text)),
  };
}

/** Whether the output is compressed record by record, by who writes the records. */
function inMembers({ wet, mode, output }: CliOptions): boolean {
  return wet && mode === 'repair' && output !== undefined && isGzip(output);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
