/** The command with a stub engine: reports, accounts, candidates, and everything that can go wrong on the way. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Repair } from '../../src/types.ts';
import { GARBLED, GOOD, HOPELESS, runCli, stub } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'luanma-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const jsonl = (...args: string[]): string[] => ['--jsonl', '--field', 'text', ...args];

function failing(code: string): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
}

/** Finds what would paint a terminal. */
const hostile = (text: string): Repair => {
  const result = stub.repair(text, {});
  const spans = result.spans.map((span) => ({
    ...span,
    observed: `\u001b[2J\u009b\ue511${'x'.repeat(300)}`,
  }));
  return { ...result, spans };
};

describe('findings', () => {
  test('--check: kinds, and columns in characters', async () => {
    const stdin = `\u{1f600}${GARBLED}${HOPELESS}\n`;
    const ran = await runCli(['--check'], { stdin });
    expect([ran.status, ran.stdout.toString()]).toEqual([1, '-:1:2 utf8-as-gbk\n-:1:5 beyond-repair\n']);
  });

  test('--check with --jsonl: columns of the line, also among escapes', async () => {
    const escaped = Array.from(GARBLED, (c) => `\\u${c.charCodeAt(0).toString(16)}`).join('');
    const stdin = `\ufeff{"\u4f60":1,"text":"\\n${escaped}x${escaped}"}\n`;
    const ran = await runCli(jsonl('--check'), { stdin });
    expect(ran.stdout.toString()).toBe('-:1:18 utf8-as-gbk\n-:1:37 utf8-as-gbk\n');
  });

  test('--report: first the run, then a record for each place', async () => {
    const stdin = Buffer.concat([Buffer.from(`a${GARBLED}\n`), Buffer.from([0xff])]);
    const ran = await runCli(['--report', 'r.jsonl', '--lost', 'keep'], { stdin, cwd: folder });
    expect([ran.status, ran.stdout.toString('latin1')]).toEqual([
      0,
      `${Buffer.from(`a${GOOD}\n`).toString('latin1')}\xff`,
    ]);
    const records = readFileSync(join(folder, 'r.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(records).toEqual([
      { type: 'run', luanma: '1.2.3', model: 'cafe', options: { lost: 'keep' } },
      expect.objectContaining({
        type: 'span',
        file: '-',
        line: 1,
        column: 2,
        start: 1,
        end: 4,
        observed: GARBLED,
        restored: GOOD,
        text: GOOD,
        channels: [{ channel: 'utf8-as-gbk' }],
        plan: [],
        logOdds: 20,
        confidence: 0.995,
        lost: [],
      }),
      { type: 'encoding', file: '-', line: 2, column: 1 },
      {
        type: 'summary',
        documents: 1,
        damaged: 1,
        repaired: 1,
        beyond: 0,
        encoding: 1,
        kinds: { 'utf8-as-gbk': 1 },
        inferred: 1,
        lost: 0,
        skipped: {},
      },
    ]);
  });

  test('--report with --jsonl names the field', async () => {
    await runCli(jsonl('--report', 'f.jsonl'), { stdin: `{"text":"${GARBLED}"}`, cwd: folder });
    expect(readFileSync(join(folder, 'f.jsonl'), 'utf8')).toContain(
      '"line":1,"column":10,"field":"text","start":0,"end":3',
    );
  });

  test('--report is refused where it cannot be written, or would overwrite an input', async () => {
    writeFileSync(join(folder, 'in.txt'), 'kept');
    const over = await runCli(['--report', './in.txt', 'in.txt'], { cwd: folder });
    expect([over.status, over.stderr]).toEqual([
      2,
      "luanma: --report ./in.txt would overwrite an input; give the report another name\nTry 'luanma --help'.\n",
    ]);
    expect(readFileSync(join(folder, 'in.txt'), 'utf8')).toBe('kept');
    const nowhere = await runCli(['--report', 'no/where', 'in.txt'], { cwd: folder });
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      'luanma: no/where: the folder is not there; make it first\n',
    ]);
    const directory = await runCli(['--report', '.', 'in.txt'], { cwd: folder });
    expect([directory.status, directory.stderr]).toEqual([
      2,
      'luanma: .: is a directory; name a file in it\n',
    ]);
  });

  test('--explain: an account on standard error, without colours', async () => {
    const stdin = Buffer.concat([Buffer.from(`${GARBLED}\n${HOPELESS}\n`), Buffer.from([0xff])]);
    const ran = await runCli(['--explain'], { stdin });
    expect(ran.stderr).toBe(
      [
        '-:1:1: utf8-as-gbk, 99.5 % certain',
        `  - ${GARBLED}`,
        `  + ${GOOD}`,
        `  inferred: ${GOOD[1]} (97 %, or x < 0.1 %)`,
        '-:2:1: beyond repair, left as it stands',
        `  - ${HOPELESS}`,
        '-:3:1: not UTF-8, left as it stands',
        'luanma: 1 repaired, 1 beyond repair, 1 not UTF-8',
        '',
      ].join('\n'),
    );
  });

  test('--explain: colours on a terminal; nothing of a file reaches it as a control character', async () => {
    const ran = await runCli(['--explain'], {
      stdin: GARBLED,
      colour: true,
      engine: { ...stub, repairBlock: hostile },
    });
    expect(ran.stderr).toContain('\u001b[1m-:1:1\u001b[0m: utf8-as-gbk');
    expect(ran.stderr).toContain(
      `\u001b[31m- \\u001b[2J\\u009b\\ue511${'x'.repeat(74)} [146 more] ${'x'.repeat(80)}\u001b[0m`,
    );
  });

  test('--candidates: a row each, best first, empty lines left out', async () => {
    const stdin = Buffer.concat([Buffer.from(`${GARBLED}\r\n\n`), Buffer.from('\xff\nb', 'latin1')]);
    const ran = await runCli(['--candidates', '2'], { stdin });
    expect(ran.stdout.toString().split('\n')).toEqual([
      `-:1\t1\t12.3\t0.9900\tutf8-as-gbk\t${GOOD}`,
      '-:1\t2\t1.0\t0.0100\tbig5-as-gbk+utf8-as-latin1\ta\\tb',
      '-:4\t1\t12.3\t0.9900\tutf8-as-gbk\tb',
      '-:4\t2\t1.0\t0.0100\tbig5-as-gbk+utf8-as-latin1\ta\\tb',
      '',
    ]);
    expect(ran.stderr).toBe('luanma: -:3: bytes in no known encoding; left out\n');
  });

  test('--candidates with --jsonl and --channels', async () => {
    const ran = await runCli(jsonl('--candidates', '9', '--channels', 'utf8-as-gbk'), {
      stdin: `{"text":"${GARBLED}"}\n{}\n`,
    });
    expect(ran.stdout.toString()).toBe(
      `-:1:text\t1\t12.3\t0.9900\tutf8-as-gbk\t${GOOD}\n-:1:text\t2\t0.0\t0.0000\tundamaged\t${GARBLED}\n`,
    );
    expect([ran.status, ran.stderr]).toEqual([
      0,
      'luanma: -:2: no field "text"; passed unchanged\nluanma: passed unchanged: 1 field missing\n',
    ]);
  });

  test('--channels list, --version, --help', async () => {
    expect((await runCli(['--channels', 'list'])).stdout.toString()).toBe(
      'utf8-as-gbk\twritten in utf-8, read as gbk\nbig5-as-gbk\twritten in big5, read as gbk\n',
    );
    expect((await runCli(['--version'])).stdout.toString()).toBe('luanma 1.2.3\n');
    expect((await runCli(['--help'])).stdout.toString()).toMatch(/^Usage: luanma/);
  });
});

describe('json lines', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(GARBLED, `x${GARBLED}\n"`, '\ud800', '\u{1f600}/'),
    fc.integer(),
    fc.constant(null),
  );
  const record = fc
    .tuple(fc.dictionary(fc.constantFrom('text', 'other', 'n'), value), fc.nat(1))
    .map(([object, wide]) => JSON.stringify(object, null, wide).replaceAll('\n', ' '));
  const anyLine = fc.oneof(
    { weight: 4, arbitrary: record },
    fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\n', '')),
    fc.constantFrom('', GARBLED, '{"text":1}\r'),
  );

  test('the field is repaired as a text of its own, every other byte and line stays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine), fc.boolean(), fc.array(fc.nat(300)), async (lines, ended, at) => {
        const text = lines.join('\n') + (ended ? '\n' : '');
        const bytes = Buffer.from(text);
        const places = at.map((n) => Math.min(n, bytes.length)).sort((a, b) => a - b);
        const chunks = [0, ...places]
          .map((from, i) => bytes.subarray(from, places[i] ?? bytes.length))
          .filter((chunk) => chunk.length > 0);
        const ran = await runCli(jsonl(), { stdin: chunks });
        const expected = bytes
          .toString()
          .split('\n')
          .map((one) => {
            let read: unknown;
            try {
              read = JSON.parse(one);
            } catch {
              return one;
            }
            const field = typeof read === 'object' && read !== null && 'text' in read ? read.text : undefined;
            return typeof field === 'string'
              ? one.replace(
                  /("text": ?")((?:[^"\\]|\\.)*)/,
                  (_all, key: string, inner: string) => key + inner.replaceAll(GARBLED, GOOD),
                )
              : one;
          });
        expect(ran.stdout.toString()).toBe(expected.join('\n'));
        expect(ran.status).toBe(0);
      }),
      { seed: 20_260, numRuns: 150 },
    );
  });

  test('lone surrogates survive, raw bytes elsewhere too', async () => {
    const escaped = `{"text":"\\uD800${GARBLED}\\udc00","x":"\xff"}\n`;
    const stdin = Buffer.concat([
      Buffer.from(escaped.slice(0, escaped.indexOf('\xff'))),
      Buffer.from('\xff"}\n', 'latin1'),
    ]);
    const ran = await runCli(jsonl(), { stdin });
    expect(ran.stdout.toString('latin1')).toBe(
      stdin
        .toString('latin1')
        .replace(Buffer.from(GARBLED).toString('latin1'), Buffer.from(GOOD).toString('latin1')),
    );
  });

  test('several fields; a missing one does not keep the others from being repaired', async () => {
    const ran = await runCli(['--jsonl', '--field', 'a', '--field', 'b', '--field', 'a'], {
      stdin: `{"b":"${GARBLED}"}`,
    });
    expect([ran.stdout.toString(), ran.stderr]).toEqual([
      `{"b":"${GOOD}"}`,
      'luanma: -:1: no field "a"; passed unchanged\nluanma: passed unchanged: 1 field missing\n',
    ]);
  });
});

describe('what can go wrong', () => {
  test('a reader that goes away: silence, and the status so far', async () => {
    const gone = await runCli([], { stdin: 'x'.repeat(1_000_000), stdout: failing('EPIPE') });
    expect([gone.status, gone.stderr]).toEqual([0, '']);
    const check = await runCli(['--check'], {
      stdin: `${GARBLED}\n`.repeat(100_000),
      stdout: failing('EPIPE'),
    });
    expect([check.status, check.stderr]).toEqual([1, '']);
    const help = await runCli(['--help'], { stdout: failing('EPIPE') });
    expect([help.status, help.stderr]).toEqual([0, '']);
  });

  test('an output that fails: 2, with the remedy', async () => {
    const full = await runCli([], { stdin: 'x', stdout: failing('ENOSPC') });
    expect([full.status, full.stderr]).toEqual([
      2,
      'luanma: standard output: no space left; make some and run again\n',
    ]);
    const broken = await runCli([], { stdin: 'x', stdout: failing('EIO') });
    expect([broken.status, broken.stderr]).toEqual([
      2,
      'luanma: standard output: could not be written (EIO)\n',
    ]);
  });

  test('an input that fails half-way: what was read comes out, then 2', async () => {
    const stdin = Readable.from(
      (async function* () {
        yield Buffer.from(`${GARBLED} half a li`);
        await Promise.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }));
      })(),
      { objectMode: false },
    );
    const ran = await runCli([], { stdin });
    expect([ran.status, ran.stdout.toString(), ran.stderr]).toEqual([
      2,
      `${GOOD} half a li`,
      'luanma: standard input: could not be read (EIO: i/o error)\n',
    ]);
  });

  test('2 outranks 1, and the other files are still done', async () => {
    const ran = await runCli(['--check', 'missing', '-'], { stdin: GARBLED, cwd: folder });
    expect([ran.status, ran.stdout.toString()]).toEqual([2, '-:1:1 utf8-as-gbk\n']);
  });

  test('a bug of the engine costs no line', async () => {
    const text = await runCli([], { stdin: 'a BUG\n' });
    expect([text.status, text.stdout.toString(), text.stderr]).toEqual([
      2,
      'a BUG\n',
      'luanma: -: passed unchanged, for luanma failed on it (Error: stub); please report this\n',
    ]);
    const records = await runCli(jsonl(), { stdin: `{"text":"BUG"}\n{"text":"${GARBLED}"}\n` });
    expect([records.status, records.stdout.toString()]).toEqual([2, `{"text":"BUG"}\n{"text":"${GOOD}"}\n`]);
    expect(records.stderr).toContain('luanma: -:1: passed unchanged');
  });

  test('standard input named twice is read once', async () => {
    expect((await runCli(['-', '-'], { stdin: GARBLED })).stdout.toString()).toBe(GOOD);
  });

  test('a slow reader is waited for', async () => {
    let pending = 0;
    let most = 0;
    const stdout = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        setImmediate(() => {
          pending -= chunk.length;
          done();
        });
      },
    });
    const write = stdout.write.bind(stdout) as (chunk: Buffer, ...rest: never[]) => boolean;
    stdout.write = ((chunk: Buffer, ...rest: never[]) => {
      pending += chunk.length;
      most = Math.max(most, pending);
      return write(chunk, ...rest);
    }) as typeof stdout.write;
    await runCli([], { stdin: 'a line of text\n'.repeat(100_000), stdout });
    expect(most).toBeLessThanOrEqual(65_536);
  });
});
