/** The repository guard: formats, baselines, summaries, progress. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, describe, expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';
import { GARBLED, GOOD, HOPELESS, runCli } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'luanma-check-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(folder, name), text);

function check(...args: string[]): ReturnType<typeof runCli> {
  return runCli(['--check', '--baseline', 'base.json', ...args], { cwd: folder });
}

async function added(stdin: string): Promise<string> {
  const ran = await runCli(['--jsonl', '--field', 't', '--add-report', 'r'], { stdin });
  return ran.stdout.toString();
}

describe('--format', () => {
  test('github: one annotation a finding, with its escapes', async () => {
    write(
      'a,b%.txt',
      Buffer.concat([Buffer.from(`\u{1f600}${GARBLED}\n${HOPELESS}\n`), Buffer.from([0xff])]),
    );
    const ran = await runCli(['--check', '--format', 'github', 'a,b%.txt'], { cwd: folder });
    expect(ran.status).toBe(1);
    expect(ran.stdout.toString()).toBe(
      [
        `::warning file=a%2Cb%25.txt,line=1,col=2,endColumn=4,title=luanma utf8-as-gbk::Garbled text (utf8-as-gbk): ${GARBLED} \u2192 ${GOOD}`,
        `::warning file=a%2Cb%25.txt,line=2,col=1,endColumn=3,title=luanma beyond-repair::Garbled beyond repair: ${HOPELESS}`,
        '::warning file=a%2Cb%25.txt,line=3,col=1,title=luanma encoding::These bytes are not UTF-8.',
        '',
      ].join('\n'),
    );
  });

  test('sarif: a log with places, fingerprints and fixes', async () => {
    write('s.txt', `${GARBLED}\n ${GARBLED} ${HOPELESS}`);
    const ran = await runCli(['--check', '--format', 'sarif', 's.txt'], { cwd: folder });
    const log = JSON.parse(ran.stdout.toString()) as Log;
    expect([log.version, log.runs.length, log.runs[0]!.columnKind]).toEqual([
      '2.1.0',
      1,
      'unicodeCodePoints',
    ]);
    const { results, tool } = log.runs[0]!;
    expect(tool.driver).toMatchObject({ name: 'luanma', version: '1.2.3' });
    expect(tool.driver.rules!.map(({ id }) => id)).toEqual(['beyond-repair', 'utf8-as-gbk']);
    expect(results!.map((r) => [r.ruleId, r.locations![0]!.physicalLocation!.region])).toEqual([
      ['utf8-as-gbk', { startLine: 1, startColumn: 1, endLine: 1, endColumn: 4 }],
      ['utf8-as-gbk', { startLine: 2, startColumn: 2, endLine: 2, endColumn: 5 }],
      ['beyond-repair', { startLine: 2, startColumn: 6, endLine: 2, endColumn: 9 }],
    ]);
    expect(results![0]!.partialFingerprints).toEqual(results![1]!.partialFingerprints);
    expect(results![0]!.fixes![0]!.artifactChanges[0]!.replacements[0]!.insertedContent).toEqual({
      text: GOOD,
    });
    expect(results![2]!.fixes).toBeUndefined();
  });

  test('sarif: nothing found is a log too', async () => {
    const ran = await runCli(['--check', '--format', 'sarif'], { stdin: 'clean' });
    expect(ran.status).toBe(0);
    expect((JSON.parse(ran.stdout.toString()) as Log).runs[0]!.results).toEqual([]);
  });
});

describe('--baseline', () => {
  test('what is known may move, but not grow', async () => {
    write('b.txt', `${GARBLED}\n`);
    const made = await check('--update-baseline', 'b.txt');
    expect([made.status, JSON.parse(readFileSync(join(folder, 'base.json'), 'utf8'))]).toEqual([
      0,
      {
        luanma: 'baseline',
        findings: {
          'b.txt': { [`utf8-as-gbk:${createHash('sha256').update(GARBLED).digest('hex').slice(0, 16)}`]: 1 },
        },
      },
    ]);
    write('b.txt', `\n\n${GARBLED}\n`);
    const known = await check('./b.txt');
    expect([known.status, known.stdout.toString()]).toEqual([0, '']);
    write('b.txt', `${GARBLED}\n${GARBLED}${HOPELESS}\n`);
    const grown = await check('b.txt');
    expect([grown.status, grown.stdout.toString()]).toEqual([
      1,
      'b.txt:2:1 utf8-as-gbk\nb.txt:2:4 beyond-repair\n',
    ]);
    write('c.txt', GARBLED);
    expect((await check('c.txt')).status).toBe(1);
  });

  test('a file that is none is a mistake', async () => {
    write('base2.json', '{}');
    const ran = await runCli(['--check', '--baseline', 'base2.json'], { cwd: folder });
    expect([ran.status, ran.stderr]).toEqual([
      2,
      "luanma: --baseline base2.json is no baseline; make one with --update-baseline\nTry 'luanma --help'.\n",
    ]);
    const missing = await runCli(['--check', '--baseline', 'no.json'], { cwd: folder });
    expect(missing.stderr).toContain('--baseline no.json cannot be read; make it with --update-baseline');
  });
});

describe('--summary', () => {
  test('documents are files, or records', async () => {
    write('d.txt', 'clean');
    write('e.txt', `${GARBLED}${GARBLED}${HOPELESS}\n`);
    const files = await runCli(['--summary', 'd.txt', 'e.txt'], { cwd: folder });
    expect(files.stderr).toBe(
      'luanma: 2 documents, 1 damaged; 2 repaired (utf8-as-gbk 2), 1 beyond repair; 2 characters inferred, 0 lost\n',
    );
    const stdin = `{"t":"x"}\n{"t":"${GARBLED}"}\n\n{"t":"${HOPELESS}"}\n{}`;
    const records = await runCli(['--jsonl', '--field', 't', '--summary'], { stdin });
    expect(records.stderr.split('\n').at(-2)).toBe(
      'luanma: 4 documents, 2 damaged; 1 repaired (utf8-as-gbk 1), 1 beyond repair; 1 characters inferred, 0 lost',
    );
  });
});

describe('--add-report', () => {
  const none = '{"damaged":0,"changed":false,"confidence":1,"kinds":{},"inferred":0,"lost":0}';

  test('a member more at the end of every object', async () => {
    expect(await added(`{"t":"x"}\n{ "t" : "x" , "n": 1.0 } \r\n{}\n[1]\nno json\n{"t":1}`)).toBe(
      `{"t":"x","r":${none}}\n{ "t" : "x" , "n": 1.0,"r":${none} } \r\n{"r":${none}}\n[1]\nno json\n{"t":1,"r":${none}}`,
    );
  });

  test('what was repaired', async () => {
    const [line] = (await added(`\ufeff{"t":"${GARBLED}x"}`)).split('\n');
    expect(JSON.parse(line!.slice(1))).toEqual({
      t: `${GOOD}x`,
      r: {
        damaged: 0.75,
        changed: true,
        confidence: 0.995,
        kinds: { 'utf8-as-gbk': 1 },
        inferred: 1,
        lost: 0,
      },
    });
  });

  test('a field of that name is replaced', async () => {
    expect(await added('{"r":{"old":[1]},"t":"x"}')).toBe(`{"r":${none},"t":"x"}`);
  });
});

describe('--progress', () => {
  test('nothing where there is no terminal', async () => {
    expect((await runCli(['--progress'], { stdin: 'x' })).stderr).toBe('');
  });

  test('on a terminal, out of the way of messages', async () => {
    const ran = await runCli(['--progress', '--explain'], { stdin: GARBLED, columns: 80 });
    expect(ran.stderr).toMatch(/\r\u001b\[K.*kB\/s {2}0 damaged\r\u001b\[K-:1:1: utf8-as-gbk/s);
  });

  test('share, rate, damage and the time that is left', async () => {
    let now = 0;
    const drawn: string[] = [];
    const draw = (text: string): Promise<void> => (drawn.push(text), Promise.resolve());
    const progress = new Progress(100e6, 200, draw, () => now);
    now = 1000;
    progress.read(20e6);
    now = 1100;
    progress.read(1e6);
    now = 2000;
    progress.damaged(7);
    await progress.finish();
    expect(drawn).toEqual([
      '\r\u001b[K 20 %  20 MB  20 MB/s  0 damaged  4 s left',
      '\r\u001b[K 21 %  21 MB  11 MB/s  7 damaged  8 s left',
      '\r\u001b[K 21 %  21 MB  11 MB/s  7 damaged  8 s left\n',
    ]);
  });
});
