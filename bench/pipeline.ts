/**
 * The command as a stage of a pipeline, as ratios in the same run: `npx tsx bench/pipeline.ts [--size MB] [--only clean,jsonl,jobs,share,start,length,memory]`.
 *
 *   clean    Chinese UTF-8 through the command ÷ through `process.stdin.pipe(process.stdout)`
 *   jsonl    JSON Lines of 2 kB records, MB/s
 *   jobs     damaged records, two jobs ÷ one
 *   share    records of which 1 % are damaged ÷ clean ones
 *   start    --version and a repair of 1 kB, over `node -e 0`, in ms
 *   length   time a byte against the length of a document, 100 B to 10 MB: linear means a flat line
 *   memory   the most resident memory for `--size` MB, MB
 *
 * It measures processor time of whole processes (user and system), the least of several runs, so that other work on the machine
 * counts for little; `jobs` alone is about elapsed time. Needs a build and the corpus. Files go to the folder for temporary files and
 * are removed.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { devFiles, readLines } from '../scripts/corpus.ts';
import { damage, repair } from '../src/index.ts';
import type { Row } from './measure.ts';

const BIN = resolve(import.meta.dirname, '../dist/cli/bin.js');
const PIPE = ['-e', 'process.stdin.pipe(process.stdout)'];
const RUNS = 3;
const RECORD_UNITS = 680;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100' },
    only: { type: 'string', default: 'clean,jsonl,jobs,share,start,length,memory' },
    json: { type: 'boolean', default: false },
  },
});
const size = Number(values.size) * 1e6;
const folder = mkdtempSync(join(tmpdir(), 'luanma-bench-'));

interface Cost {
  /** Processor time and elapsed time, in seconds; resident memory in MB. */
  cpu: number;
  elapsed: number;
  memory: number;
}

/** Runs a process with a file as standard input, its output thrown away. */
function once(args: readonly string[], input?: string): Cost {
  const stdin = input === undefined ? ('ignore' as const) : openSync(input, 'r');
  // The child says itself what it took: nothing else knows it of one child.
  const report = join(folder, 'usage');
  const hook = `data:text/javascript,${encodeURIComponent(
    `process.on('exit',()=>{const u=process.resourceUsage();require('fs').writeFileSync(${JSON.stringify(report)},JSON.stringify(u))})`.replace(
      "require('fs')",
      "process.getBuiltinModule('fs')",
    ),
  )}`;
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', hook, ...args], {
    stdio: [stdin, 'ignore', 'pipe'],
  });
  const elapsed = (performance.now() - begun) / 1000;
  if (typeof stdin === 'number') closeSync(stdin);
  if (status !== 0) throw new Error(`${args.join(' ')}: status ${status}: ${String(stderr)}`);
  const usage = JSON.parse(readFile(report)) as NodeJS.ResourceUsage;
  return { cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, elapsed, memory: usage.maxRSS / 1024 };
}

function readFile(path: string): string {
  return process.getBuiltinModule('node:fs').readFileSync(path, 'utf8');
}

function least(measure: () => Cost, runs: number = RUNS): Cost {
  const costs = Array.from({ length: runs }, measure);
  const of = (key: keyof Cost): number => Math.min(...costs.map((cost) => cost[key]));
  return { cpu: of('cpu'), elapsed: of('elapsed'), memory: Math.max(...costs.map((cost) => cost.memory)) };
}

/** A file of so many bytes, made of parts. */
function file(name: string, bytes: number, part: (i: number) => string): string {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  for (let i = 0, written = 0; written < bytes;) {
    let batch = '';
    while (batch.length < 1 << 20 && written + batch.length < bytes) batch += part(i++);
    written += writeSync(fd, batch);
  }
  closeSync(fd);
  return path;
}

/** Lines of the corpus in which nothing is found: some of them are damaged in truth. */
const lines: string[] = devFiles('hans')
  .flatMap((one) => readLines(one))
  .filter((one) => repair(one).spans.length === 0);
const line = (i: number): string => lines[i % lines.length]!;

/** The text of a record: lines up to about 2 kB. */
function text(i: number, damaged: boolean): string {
  let out = '';
  for (let k = i * 20; out.length < RECORD_UNITS; k++) out += `${line(k)}\n`;
  if (!damaged) return out;
  return out.replace(/^.*\n/, (first) => damage(first, { channel: 'utf8-as-gbk' }).text);
}

const record = (i: number, damaged = false): string =>
  `${JSON.stringify({ id: i, text: text(i, damaged) })}\n`;
const JSONL = [BIN, '--jsonl', '--field', 'text'];

const GROUPS: Record<string, () => Row[]> = {
  clean() {
    const input = file('clean.txt', size, (i) => `${line(i)}\n`);
    const pipe = least(() => once(PIPE, input));
    const own = least(() => once([BIN], input));
    return [
      { what: 'clean text: the command ÷ a bare pipe, processor time', value: pipe.cpu / own.cpu, unit: '×' },
      {
        what: 'clean text: the command ÷ a bare pipe, elapsed',
        value: pipe.elapsed / own.elapsed,
        unit: '×',
      },
      { what: 'clean text', value: size / 1e6 / own.cpu, unit: 'MB/s' },
    ];
  },
  jsonl() {
    const input = file('clean.jsonl', size, (i) => record(i));
    return [
      { what: 'clean JSON Lines', value: size / 1e6 / least(() => once(JSONL, input)).cpu, unit: 'MB/s' },
    ];
  },
  jobs() {
    const input = file('damaged.jsonl', size / 20, (i) => record(i, true));
    const one = least(() => once(JSONL, input), 2).elapsed;
    const two = least(() => once([...JSONL, '--jobs', '2'], input), 2).elapsed;
    return [{ what: 'damaged JSON Lines: two jobs ÷ one, elapsed', value: one / two, unit: '×' }];
  },
  share() {
    const clean = least(() =>
      once(
        JSONL,
        file('0.jsonl', size / 2, (i) => record(i)),
      ),
    );
    const some = least(() =>
      once(
        JSONL,
        file('1.jsonl', size / 2, (i) => record(i, i % 100 === 0)),
      ),
    );
    return [
      { what: 'JSON Lines, 1 % damaged ÷ clean, processor time', value: clean.cpu / some.cpu, unit: '×' },
    ];
  },
  start() {
    const input = file('kilobyte.txt', 1000, () => `${damage(line(0), { channel: 'utf8-as-gbk' }).text}\n`);
    const bare = least(() => once(['-e', '0']), 9).cpu;
    const ms = (args: readonly string[], from?: string): number =>
      1000 * (least(() => once(args, from), 9).cpu - bare);
    return [
      { what: 'start-up: --version, over node -e 0', value: ms([BIN, '--version']), unit: 'ms' },
      {
        what: 'start-up: 1 kB clean',
        value: ms(
          [BIN],
          file('k.txt', 1000, (i) => `${line(i)}\n`),
        ),
        unit: 'ms',
      },
      { what: 'start-up: 1 kB repaired', value: ms([BIN], input), unit: 'ms' },
    ];
  },
  length() {
    return [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000].map((length) => {
      const document = (i: number): string => {
        let out = '';
        for (let k = i; Buffer.byteLength(out) < length; k += 1000)
          out += lines
            .slice(k % lines.length, (k % lines.length) + Math.ceil(length / 60))
            .join('\n')
            .slice(0, length / 2);
        return `${JSON.stringify({ text: out })}\n`;
      };
      const input = file(`${length}.jsonl`, Math.max(size / 10, 2 * length), document);
      const bare = least(() => once([BIN, '--version'])).cpu;
      const cost = least(() => once(JSONL, input)).cpu - bare;
      const rate = (1e9 * cost) / Math.max(size / 10, 2 * length);
      return { what: `clean documents of ${length} B`, value: rate, unit: 'ns a byte' };
    });
  },
  memory() {
    const input = file('large.txt', size, (i) => `${i % 1000 === 0 ? text(i, true) : line(i)}\n`);
    return [
      { what: `memory, ${values.size} MB of text`, value: once([BIN], input).memory, unit: 'MB' },
      {
        what: `memory, ${values.size} MB of text, two jobs`,
        value: once([BIN, '--jobs', '2'], input).memory,
        unit: 'MB',
      },
    ];
  },
};

try {
  const rows: Row[] = [];
  for (const name of values.only.split(',')) {
    for (const row of GROUPS[name]!()) {
      rows.push(row);
      if (!values.json)
        console.log(`${row.what.padEnd(60)} ${row.value.toPrecision(3).padStart(9)} ${row.unit}`);
    }
  }
  if (values.json) console.log(JSON.stringify(rows, null, 1));
} finally {
  rmSync(folder, { recursive: true });
}
