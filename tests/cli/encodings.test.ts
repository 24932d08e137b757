/** Bytes on the command line: any encoding in, any out, and what is said of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeAs } from '../../src/bytes/codecs.ts';
import { GARBLED, GOOD, runCli } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'luanma-bytes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = '周末我们一起去爬山，好不好？\n';
const HANT = '圖書館星期天下午也開門嗎？\n';
const bytes = (name: string, text: string): Buffer => Buffer.from(writeAs(name, text).bytes);

test.each(['gb18030', 'utf-16le', 'hz-gb-2312', 'utf-7', 'utf-8'])('%s comes out as UTF-8', async (name) => {
  const ran = await runCli([], { stdin: bytes(name, TEXT) });
  expect([ran.status, ran.stdout.toString()]).toEqual([0, TEXT]);
});

test('a file in three encodings, with a bad byte, which stays', async () => {
  const stdin = Buffer.concat([
    bytes('utf-8', TEXT),
    bytes('gbk', TEXT),
    Buffer.from('\xff\n', 'latin1'),
    bytes('big5', HANT),
  ]);
  const ran = await runCli([], { stdin });
  expect(ran.stdout.toString('latin1')).toBe(
    Buffer.concat([Buffer.from(TEXT + TEXT), Buffer.from('\xff\n', 'latin1'), Buffer.from(HANT)]).toString(
      'latin1',
    ),
  );
  const checked = await runCli(['--check'], { stdin });
  expect([checked.status, checked.stdout.toString()]).toEqual([1, '-:3:1 encoding\n']);
});

test('bytes that are no text pass as they are', async () => {
  const stdin = Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 167 + (i >> 3)) & 255));
  const ran = await runCli([], { stdin });
  expect(ran.stdout.equals(stdin)).toBe(true);
});

test('--from overrides', async () => {
  const ran = await runCli(['--from', 'cp1251'], { stdin: Buffer.from([0xc4, 0xe3, 0x0a]) });
  expect(ran.stdout.toString()).toBe('\u0414\u0433\n');
});

test('--to writes another encoding; what it lacks is an error with its place', async () => {
  const stdin = `${GARBLED}\na\u{1f600}b\n`;
  const strict = await runCli(['--to', 'gbk'], { stdin });
  expect([strict.status, strict.stdout.equals(bytes('gbk', `${GOOD}\na`))]).toEqual([2, true]);
  expect(strict.stderr).toContain('-:2:2: gbk has no U+1F600');
  for (const [how, text] of [
    ['entity', '&#128512;'],
    ['question', '?'],
  ] as const) {
    const ran = await runCli(['--to', 'gbk', '--unencodable', how], { stdin });
    expect([ran.status, ran.stdout.toString('latin1')]).toEqual([
      0,
      bytes('gbk', `${GOOD}\na${text}b\n`).toString('latin1'),
    ]);
  }
});

test('in place, a file keeps the encoding that was named; without a name only UTF-8 is touched', async () => {
  const path = join(folder, 'a.txt');
  const old = bytes('gbk', TEXT);
  writeFileSync(path, old);
  await runCli(['--in-place', path], { cwd: folder });
  expect(readFileSync(path).equals(old)).toBe(true);
  const ran = await runCli(['--in-place', '--from', 'gbk', '--to', 'big5', path], { cwd: folder });
  expect(ran.status).toBe(2); // 们 is not in Big5
  expect(readFileSync(path).equals(old)).toBe(true);
  await runCli(['--in-place', '--from', 'gbk', '--to', 'utf-8', path], { cwd: folder });
  expect(readFileSync(path, 'utf8')).toBe(TEXT);
});

test('--detect: no row for what cannot be read', async () => {
  const { stdout, status } = await runCli(['--detect', 'none.txt'], { cwd: folder });
  expect([stdout.length, status]).toEqual([0, 2]);
});

test('--detect: a row a file, and a record', async () => {
  writeFileSync(join(folder, 'gb.txt'), bytes('gbk', TEXT));
  writeFileSync(join(folder, 'mixed.txt'), Buffer.concat([bytes('utf-8', TEXT), bytes('big5', HANT)]));
  const ran = await runCli(['--detect', 'gb.txt', 'mixed.txt', '--report', 'd.jsonl'], { cwd: folder });
  const rows = ran.stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'));
  expect(rows.map(([path, encoding]) => [path, encoding])).toEqual([
    ['gb.txt', 'gb18030'],
    ['mixed.txt', 'utf-8'],
  ]);
  expect(rows.map((row) => row[4])).toEqual(['-', 'utf-8:0-43 big5:43-70']);
  const records = readFileSync(join(folder, 'd.jsonl'), 'utf8').trimEnd().split('\n');
  expect(JSON.parse(records[1]!)).toMatchObject({ type: 'detect', file: 'gb.txt', encoding: 'gb18030' });
});

test.each([
  [['--from', 'klingon'], '--from: unknown encoding "klingon"'],
  [['--unencodable', 'entity'], '--unencodable is for --to'],
  [['--detect', '--check'], '--detect repairs nothing'],
  [['--check', '--to', 'gbk'], '--to is about what is written'],
])('%j is refused', async (args, message) => {
  const ran = await runCli(args, { stdin: 'a' });
  expect([ran.status, ran.stderr.includes(message)]).toEqual([2, true]);
});
