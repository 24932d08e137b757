/**
 * `luanma unzip`: archives by real tools (fixtures/zip, written by generate.py) list and unpack with the right names;
 * hostile ones are refused before anything is written.
 */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encode } from '../../src/codec/index.ts';
import { runCli } from './harness.ts';
import { type Written, zipOf } from './zipWriter.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/zip/', import.meta.url));
const NAMES = JSON.parse(readFileSync(join(FIXTURES, 'names.json'), 'utf8')) as Record<string, string[]>;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'luanma-unzip-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('archives by real tools', () => {
  test('there is a list for each, and each is listed', () => {
    const archives = readdirSync(FIXTURES).filter((name) => name.endsWith('.zip'));
    expect(archives.sort()).toEqual(Object.keys(NAMES).sort());
  });

  test.each(Object.entries(NAMES))('%s', async (archive, names) => {
    const path = join(FIXTURES, archive);
    const listed = await runCli(['unzip', '--list', path], { cwd });
    expect([listed.status, listed.stderr]).toEqual([0, '']);
    const lines = listed.stdout.toString().trim().split('\n');
    expect(new Set(lines.map((line) => line.split('\t')[0]))).toEqual(new Set(names));
    expect(lines).toHaveLength(names.length);

    const ran = await runCli(['unzip', path, '-d', 'out'], { cwd });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    for (const name of names) {
      if (name.endsWith('/')) expect(statSync(join(cwd, 'out', name)).isDirectory()).toBe(true);
      else if (archive !== 'windows-cp437.zip')
        expect(readFileSync(join(cwd, 'out', name), 'utf8')).toBe(name);
    }
  });
});

const write = (entries: readonly Written[]): string => {
  const path = join(cwd, 'a.zip');
  writeFileSync(path, zipOf(entries));
  return path;
};

/** The Info-ZIP Unicode Path extra field with this checksum of the raw name. */
function unicodePath(crc: number): Buffer {
  const name = Buffer.from('会议.txt');
  const head = Buffer.alloc(9);
  head.writeUInt16LE(0x7075, 0);
  head.writeUInt16LE(name.length + 5, 2);
  head[4] = 1;
  head.writeUInt32LE(crc, 5);
  return Buffer.concat([head, name]);
}

describe('names of entries', () => {
  const gbk = encode('gbk', '工作计划.txt').bytes;

  test('the Unicode Path field, if its checksum fits', async () => {
    const path = write([
      { name: gbk, extra: unicodePath(crc32(gbk)) },
      { name: encode('gbk', '第二个文件.txt').bytes, extra: unicodePath(1) },
    ]);
    const { stdout } = await runCli(['unzip', '-l', path], { cwd });
    expect(stdout.toString()).toMatch(/^会议\.txt\t.*\n第二个文件\.txt\tgbk/);
  });

  test('each entry for itself: flagged UTF-8 beside GBK', async () => {
    const path = write([{ name: '会议记录.txt', flags: 0x800 }, { name: gbk }, { name: 'readme' }]);
    const { stdout } = await runCli(['unzip', '-l', path], { cwd });
    expect(
      stdout
        .toString()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual(['会议记录.txt', '工作计划.txt', 'readme', '']);
  });

  test('backslashes of Windows are slashes, unless they are half of a hanzi', async () => {
    const path = write([{ name: encode('big5', '成功\\許可證.txt').bytes, host: 0 }]);
    await runCli(['unzip', path], { cwd });
    expect(existsSync(join(cwd, '成功', '許可證.txt'))).toBe(true);
  });
});

describe('hostile archives', () => {
  test.each<[string, Written[], RegExp]>([
    ['a way out', [{ name: '../evil' }], /leads out of the folder; refused/],
    ['a way out in the middle', [{ name: 'a/../../evil' }], /leads out of the folder/],
    ['a way out with backslashes', [{ name: '..\\evil', host: 0 }], /leads out of the folder/],
    ['an absolute name', [{ name: '/etc/evil' }], /absolute name/],
    ['a drive', [{ name: 'C:/evil' }], /absolute name/],
    ['NUL', [{ name: 'a\0b' }], /NUL/],
    ['no name', [{ name: '' }], /has no name/],
    ['a symbolic link', [{ name: 'link', data: '/etc', mode: 0o120777 }], /is a symbolic link; refused/],
    ['a device', [{ name: 'dev', mode: 0o020666 }], /is a device/],
    ['one name twice', [{ name: 'a' }, { name: 'a' }], /is there twice/],
    ['one name in two cases', [{ name: 'a' }, { name: 'A' }], /is there twice/],
    ['a file that is a folder', [{ name: 'a' }, { name: 'a/b' }], /is a file and a folder/],
    ['a password', [{ name: 'a', data: 'x'.repeat(13), size: 1, flags: 1 }], /is encrypted/],
    ['a method that nobody knows', [{ name: 'a', data: 'x', method: 99 }], /compressed by method 99/],
    [
      'shared data',
      [
        { name: 'a', data: 'x' },
        { name: 'b', data: 'x', overlap: true },
      ],
      /shares its data/,
    ],
    [
      'far too much',
      [{ name: 'a', method: 8, data: 'x', size: 1e9 }],
      /unpacks to 1000000004 bytes, more than/,
    ],
  ])('%s', async (_, entries, message) => {
    const ran = await runCli(
      ['unzip', write([{ name: 'fine.txt', data: 'fine' }, ...entries]), '-d', 'out'],
      { cwd },
    );
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(readdirSync(cwd)).toEqual(['a.zip']);
  });

  test('an entry that lies about its size or its checksum is removed again', async () => {
    for (const lie of [{ size: 2 }, { crc: 1 }]) {
      const path = write([{ name: 'a', data: 'data', method: 0, ...lie }]);
      const ran = await runCli(['unzip', path], { cwd });
      expect(ran.status).toBe(2);
      expect(readdirSync(cwd)).toEqual(['a.zip']);
    }
  });

  test.each([
    ['no archive', Buffer.from('text')],
    ['half of one', zipOf([{ name: 'a', data: 'x'.repeat(200) }]).subarray(0, 100)],
    ['nothing', Buffer.alloc(0)],
  ])('%s', async (_, content) => {
    writeFileSync(join(cwd, 'a.zip'), content);
    const ran = await runCli(['unzip', 'a.zip'], { cwd });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(/^luanma: unzip: a\.zip: no ZIP file that can be read/);
  });
});

describe('files that are there', () => {
  test('are not overwritten; the others are written', async () => {
    const path = write([
      { name: 'a', data: 'new' },
      { name: 'b', data: 'new' },
    ]);
    writeFileSync(join(cwd, 'a'), 'mine');
    const ran = await runCli(['unzip', path], { cwd });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('is there already');
    expect([readFileSync(join(cwd, 'a'), 'utf8'), readFileSync(join(cwd, 'b'), 'utf8')]).toEqual([
      'mine',
      'new',
    ]);
  });

  test.skipIf(process.platform === 'win32')('a link to a folder is not written through', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'luanma-outside-'));
    symlinkSync(outside, join(cwd, 'sub'));
    const ran = await runCli(['unzip', write([{ name: 'sub/a', data: 'x' }])], { cwd });
    expect(ran.stderr).toContain('which is no folder');
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });
});

test('usage', async () => {
  expect((await runCli(['unzip'], { cwd })).stderr).toContain('name one ZIP file');
  expect((await runCli(['unzip', '--help'], { cwd })).stdout.toString()).toContain('Usage: luanma unzip');
  expect((await runCli(['unzip', 'missing.zip'], { cwd })).stderr).toBe(
    'luanma: unzip: missing.zip: no such file; check the name\n',
  );
  expect((await runCli(['unzip', '--max-size', 'x', 'a.zip'], { cwd })).status).toBe(2);
});
