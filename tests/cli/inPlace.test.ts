/** Files repaired where they are: which, how, and what stays. */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { library } from '../../src/cli/library.ts';
import { damage } from '../../src/repair/damage.ts';
import { GARBLED, GOOD, HOPELESS, runCli, stub } from './harness.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'luanma-place-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const OLD = new Date('2020-01-02T03:04:05Z');

describe('--in-place', () => {
  test('only what is damaged is touched; ends of lines, marks and modes stay', async () => {
    put({ 'bad.txt': `\ufeffa\r\n${GARBLED}\r\nb`, 'good.txt': 'clean\n', 'empty.txt': '' });
    chmodSync(join(folder, 'bad.txt'), 0o640);
    for (const name of ['bad.txt', 'good.txt']) utimesSync(join(folder, name), OLD, OLD);
    const before = statSync(join(folder, 'good.txt'));
    const ran = await runCli(['--in-place', 'bad.txt', 'good.txt', 'empty.txt'], { cwd: folder });
    expect([ran.status, ran.stdout.toString(), ran.stderr]).toEqual([0, '', '']);
    expect(read('bad.txt')).toBe(`\ufeffa\r\n${GOOD}\r\nb`);
    expect(statSync(join(folder, 'bad.txt')).mode & 0o777).toBe(0o640);
    expect(statSync(join(folder, 'bad.txt')).mtime.getTime()).toBeGreaterThan(OLD.getTime());
    expect(statSync(join(folder, 'good.txt'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(readdirSync(folder).sort()).toEqual(['bad.txt', 'empty.txt', 'good.txt']);
  });

  test('a change far behind many blocks', async () => {
    const clean = 'a clean line\n'.repeat(50_000);
    put({ 'a.txt': `${clean}${GARBLED}\n${clean}\xff` });
    await runCli(['-i', 'a.txt'], { cwd: folder });
    expect(read('a.txt')).toBe(`${clean}${GOOD}\n${clean}\xff`);
  });

  test('--backup keeps the old file', async () => {
    put({ 'a.txt': GARBLED, 'b.txt': 'clean', 'a.txt.orig': 'older' });
    await runCli(['-i', '--backup', '.orig', 'a.txt', 'b.txt'], { cwd: folder });
    expect([read('a.txt'), read('a.txt.orig'), existsSync(join(folder, 'b.txt.orig'))]).toEqual([
      GOOD,
      GARBLED,
      false,
    ]);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  test.skipIf(process.platform === 'win32')(
    'a symbolic link stays, its target is replaced; one file is done once',
    async () => {
      put({ 'real/a.txt': GARBLED });
      symlinkSync('real/a.txt', join(folder, 'link.txt'));
      const ran = await runCli(['-i', '--summary', 'link.txt', 'real/a.txt'], { cwd: folder });
      expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true);
      expect([readlinkSync(join(folder, 'link.txt')), read('real/a.txt')]).toEqual(['real/a.txt', GOOD]);
      expect(ran.stderr).toContain('1 document, 1 damaged; 1 repaired (utf8-as-gbk 1)');
      expect(readdirSync(join(folder, 'real'))).toEqual(['a.txt']);
    },
  );

  test('of a file with two names the other keeps the old text', async () => {
    put({ 'a.txt': GARBLED });
    linkSync(join(folder, 'a.txt'), join(folder, 'b.txt'));
    await runCli(['-i', 'a.txt'], { cwd: folder });
    expect([read('a.txt'), read('b.txt')]).toEqual([GOOD, GARBLED]);
  });

  test('compressed files', async () => {
    put({ 'a.gz': gzipSync(`x\n${GARBLED}`), 'b.gz': gzipSync('clean'), 'c.gz': 'no gzip' });
    const before = readFileSync(join(folder, 'b.gz'));
    const ran = await runCli(['-i', 'a.gz', 'b.gz', 'c.gz'], { cwd: folder });
    expect(gunzipSync(readFileSync(join(folder, 'a.gz'))).toString()).toBe(`x\n${GOOD}`);
    expect(readFileSync(join(folder, 'b.gz')).equals(before)).toBe(true);
    expect([ran.status, ran.stderr]).toEqual([
      2,
      'luanma: c.gz: is no gzip file, or a damaged one; check it\n',
    ]);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  test('records', async () => {
    put({ 'a.jsonl': `{"t":"${GARBLED}"}\n{"t":"x"}\n`, 'b.txt': GARBLED });
    await runCli(['-i', '--jsonl', '--field', 't', '.'], { cwd: folder });
    expect([read('a.jsonl'), read('b.txt')]).toEqual([`{"t":"${GOOD}"}\n{"t":"x"}\n`, GARBLED]);
  });

  test('a file that changes meanwhile is left alone', async () => {
    put({ 'a.txt': `${GARBLED}\n${'x\n'.repeat(100_000)}` });
    const engine = {
      ...stub,
      repairBlock: (text: string) => {
        writeFileSync(join(folder, 'a.txt'), 'new');
        return stub.repairBlock(text, {}, false);
      },
    };
    const ran = await runCli(['-i', 'a.txt'], { cwd: folder, engine });
    expect([ran.status, read('a.txt')]).toEqual([2, 'new']);
    expect(ran.stderr).toContain('a.txt: was changed while it was read, and is left alone; run again');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  test('a file that is not UTF-8 throughout is left alone', async () => {
    const clean = '干净的一行\n'.repeat(20_000);
    const bad = damage('今天的天空很蓝，我们去公园散步。', { channel: 'utf8-as-gbk' }).text;
    const bytes = Buffer.concat([Buffer.from(`${bad}\n${clean}`), Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 10])]);
    put({ 'a.txt': bytes });
    const before = statSync(join(folder, 'a.txt'));
    for (const flag of ['-i', '-n']) {
      const ran = await runCli([flag, 'a.txt'], { cwd: folder, engine: library });
      expect([ran.status, ran.stderr]).toEqual([
        0,
        'luanma: a.txt: is not UTF-8 throughout, left alone; luanma -o writes a copy\n',
      ]);
    }
    expect(readFileSync(join(folder, 'a.txt')).equals(bytes)).toBe(true);
    expect([statSync(join(folder, 'a.txt')).ino, readdirSync(folder)]).toEqual([before.ino, ['a.txt']]);
  });

  test('folders: as git would, without what is binary', async () => {
    put({
      '.git/info/exclude': 'excluded.txt\n',
      '.git/a.txt': GARBLED,
      '.gitignore': '*.log\n/out/\n!keep.log\nfolder/\n',
      'a.txt': GARBLED,
      'a.log': GARBLED,
      'keep.log': GARBLED,
      'excluded.txt': GARBLED,
      'out/a.txt': GARBLED,
      'sub/out/a.txt': GARBLED,
      'sub/.gitignore': 'mine.txt\n!a.log\n',
      'sub/mine.txt': GARBLED,
      'sub/a.log': GARBLED,
      'sub/folder/a.txt': GARBLED,
      'binary.txt': `${GARBLED}\0`,
      'z.txt.gz': gzipSync(GARBLED),
    });
    symlinkSync('../out', join(folder, 'sub/link'));
    const ran = await runCli(['--check', '.'], { cwd: folder });
    const names = ran.stdout
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(':')[0]);
    expect(names).toEqual(['a.txt', 'keep.log', 'sub/a.log', 'sub/out/a.txt']);
    await runCli(['-i', 'sub', 'a.log'], { cwd: folder });
    expect([read('sub/a.log'), read('sub/out/a.txt'), read('a.log')]).toEqual([GOOD, GOOD, GOOD]);
    for (const name of ['a.txt', 'sub/mine.txt', 'sub/folder/a.txt', '.git/a.txt', 'out/a.txt'])
      expect(read(name), name).toBe(GARBLED);
  });

  test('a binary file that is named is left alone, and that is said', async () => {
    put({ 'a.bin': `${GARBLED}\0` });
    const ran = await runCli(['-i', 'a.bin', 'missing'], { cwd: folder });
    expect([ran.status, ran.stderr, read('a.bin')]).toEqual([
      2,
      'luanma: a.bin: looks binary, left alone\nluanma: missing: no such file; check the name\n',
      `${GARBLED}\0`,
    ]);
  });
});

describe('--dry-run', () => {
  test('a diff that patch would take, and nothing written', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`);
    const text = [...lines, `x${GARBLED}\n`, ...lines].join('');
    put({ 'a.txt': text, 'b.txt': 'clean\n' });
    const ran = await runCli(['-n', '.'], { cwd: folder });
    expect(ran.stdout.toString()).toBe(
      [
        '--- a.txt',
        '+++ a.txt',
        '@@ -18,7 +18,7 @@',
        ' line 18',
        ' line 19',
        ' line 20',
        `-x${GARBLED}`,
        `+x${GOOD}`,
        ' line 1',
        ' line 2',
        ' line 3',
        '',
      ].join('\n'),
    );
    expect(read('a.txt')).toBe(text);
  });

  test('line numbers go on behind clean blocks, and behind changed ones', async () => {
    const clean = 'a clean line\n'.repeat(20_000);
    put({ 'a.txt': `${clean}${GARBLED}\n${clean}${GARBLED}\n` });
    const ran = await runCli(['-n', 'a.txt'], { cwd: folder });
    expect(ran.stdout.toString().match(/^@@.*$/gm)).toEqual([
      '@@ -19998,7 +19998,7 @@',
      '@@ -39999,4 +39999,4 @@',
    ]);
  });

  test('colours on a terminal, and no control characters of the file', async () => {
    put({ 'a.txt': `\u001b[2J${GARBLED}\n` });
    const ran = await runCli(['-n', 'a.txt'], { cwd: folder, colourOut: true });
    expect(ran.stdout.toString()).toContain(
      `\u001b[31m-\\u001b[2J${GARBLED}\u001b[0m\n\u001b[32m+\\u001b[2J${GOOD}\u001b[0m\n`,
    );
  });
});

describe('--output', () => {
  test('appears when it is complete, compressed by its name', async () => {
    put({ 'in.gz': gzipSync(`${GARBLED}\n`) });
    const ran = await runCli(['-o', 'out.gz', 'in.gz'], { cwd: folder });
    expect([ran.status, ran.stdout.toString()]).toEqual([0, '']);
    expect(gunzipSync(readFileSync(join(folder, 'out.gz'))).toString()).toBe(`${GOOD}\n`);
    expect(readdirSync(folder).sort()).toEqual(['in.gz', 'out.gz']);
  });

  test('a run that fails leaves what was there', async () => {
    put({ 'a.txt': 'x', 'out.txt': 'old' });
    const engine = {
      ...stub,
      modelHash: () => {
        throw new Error('broken');
      },
    };
    const ran = await runCli(['-o', 'out.txt', '--report', 'r.jsonl', 'a.txt'], { cwd: folder, engine });
    expect([ran.status, read('out.txt')]).toEqual([2, 'old']);
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'out.txt']);
  });

  test('is no input', async () => {
    put({ 'a.txt': 'x' });
    const ran = await runCli(['-o', './a.txt', 'a.txt'], { cwd: folder });
    expect([ran.status, ran.stderr]).toEqual([
      2,
      "luanma: --output ./a.txt would overwrite an input; to repair it, use --in-place\nTry 'luanma --help'.\n",
    ]);
  });
});

describe('luanma-ignore', () => {
  test('a line, a region, also over blocks', async () => {
    const fill = 'x\n'.repeat(70_000);
    const text = `<!-- luanma-ignore --> ${GARBLED}\n${GARBLED}\n// luanma-ignore-start\n${GARBLED}\n${fill}${GARBLED}\n// luanma-ignore-end ${GARBLED}\n${GARBLED}${HOPELESS}\n`;
    const ran = await runCli(['--check'], { stdin: text });
    expect(ran.stdout.toString()).toBe('-:2:1 utf8-as-gbk\n-:70007:1 utf8-as-gbk\n-:70007:4 beyond-repair\n');
    const repaired = await runCli([], { stdin: text });
    const parts = text.split('\n');
    parts[1] = GOOD;
    parts[70_006] = GOOD + HOPELESS;
    expect(repaired.stdout.toString()).toBe(parts.join('\n'));
  });
});
