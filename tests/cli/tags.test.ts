/** `luanma tags`: garbled ID3 tags of every version, shown and written; everything else in the file stays. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encode, type EncodingId } from '../../src/codec/index.ts';
import { readFields } from '../../src/cli/tags/file.ts';
import { runCli } from './harness.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'luanma-tags-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** Twenty silent frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz. */
const AUDIO = Buffer.concat(
  Array.from({ length: 20 }, () => {
    const frame = Buffer.alloc(417);
    frame.writeUInt32BE(0xfffb9064);
    return frame;
  }),
);

const bytes = (encoding: EncodingId, text: string): Buffer => Buffer.from(encode(encoding, text).bytes);
/** Marked Latin-1. */
const latin1 = (text: Buffer): Buffer => Buffer.concat([Buffer.from([0]), text]);
const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

function synchsafe(n: number): Buffer {
  return Buffer.from([(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127]);
}

function id3v2(version: 2 | 3 | 4, frames: readonly (readonly [string, Buffer])[]): Buffer {
  const body = Buffer.concat(
    frames.map(([id, data]) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(data.length);
      if (version === 2) return Buffer.concat([Buffer.from(id), size.subarray(1), data]);
      return Buffer.concat([
        Buffer.from(id),
        version === 4 ? synchsafe(data.length) : size,
        Buffer.alloc(2),
        data,
      ]);
    }),
  );
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, 0]), synchsafe(body.length), body]);
}

function id3v1(title: Buffer, artist: Buffer): Buffer {
  const tag = Buffer.alloc(128);
  tag.write('TAG');
  title.subarray(0, 30).copy(tag, 3);
  artist.subarray(0, 30).copy(tag, 33);
  tag[127] = 12;
  return tag;
}

const write = (...parts: Buffer[]): string => {
  const path = join(cwd, 'a.mp3');
  writeFileSync(path, Buffer.concat(parts));
  return path;
};
const TITLE = '月亮代表我的心';
const ARTIST = '邓丽君';

const texts = async (path: string): Promise<string[]> =>
  (await readFields(path)).map(({ name, text }) => `${name}: ${text}`).filter((line) => !line.endsWith(': '));

describe('ID3v2', () => {
  test.each<[2 | 3 | 4, string, string]>([
    [2, 'TT2', 'TP1'],
    [3, 'TIT2', 'TPE1'],
    [4, 'TIT2', 'TPE1'],
  ])('2.%i', async (version, title, artist) => {
    const path = write(
      id3v2(version, [
        [title, latin1(bytes('gbk', TITLE))],
        [artist, latin1(bytes('gbk', ARTIST))],
      ]),
      AUDIO,
    );
    const shown = await runCli(['tags', 'a.mp3'], { cwd });
    expect([shown.status, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout.toString()).toMatch(
      new RegExp(`^a\\.mp3: ID3v2\\.${version} TIT2: .* → ${TITLE} {2}99\\.9 %\n`),
    );
    const before = readFileSync(path);
    expect(before.includes(AUDIO)).toBe(true);

    const ran = await runCli(['tags', '--apply', 'a.mp3'], { cwd });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(readFileSync(path).includes(AUDIO)).toBe(true);
    expect(readdirSync(cwd)).toEqual(['a.mp3']);
    const after = await texts(path);
    expect(after.map((line) => line.split(': ')[1])).toEqual([TITLE, ARTIST]);
    expect((await runCli(['tags', 'a.mp3'], { cwd })).stdout.toString()).toBe('');
  });

  test('Big5, UTF-8 marked Latin-1, comments, and frames that stay', async () => {
    const comment = Buffer.concat([
      Buffer.from([0]),
      Buffer.from('chi'),
      Buffer.from([0]),
      bytes('utf-8', '歌词来自网络'),
    ]);
    const path = write(
      id3v2(3, [
        ['TIT2', latin1(bytes('utf-8', TITLE))],
        ['TALB', utf16('专辑')],
        ['TCON', latin1(Buffer.from('Pop'))],
        ['TPE1', latin1(Buffer.from('Beyonc\xe9', 'latin1'))],
        ['XYZ1', Buffer.from('private \xff data', 'latin1')],
        ['COMM', comment],
      ]),
      AUDIO,
    );
    await runCli(['tags', '--apply', 'a.mp3'], { cwd });
    expect(await texts(path)).toEqual([
      `ID3v2.3 TIT2: ${TITLE}`,
      'ID3v2.3 TALB: 专辑',
      'ID3v2.3 TCON: Pop',
      'ID3v2.3 TPE1: Beyoncé',
      'ID3v2.3 COMM: 歌词来自网络',
    ]);
    expect(readFileSync(path).includes(Buffer.from('private \xff data', 'latin1'))).toBe(true);
  });
});

describe('ID3v1', () => {
  test('moves to ID3v2, for it cannot hold hanzi', async () => {
    const path = write(AUDIO, id3v1(bytes('gbk', TITLE), bytes('gbk', ARTIST)));
    const ran = await runCli(['tags', '--apply', 'a.mp3'], { cwd });
    expect(ran.stdout.toString()).toMatch(/ID3v1 title: .* → 月亮代表我的心/);
    expect((await texts(path)).slice(0, 2)).toEqual([`ID3v2.3 TIT2: ${TITLE}`, `ID3v2.3 TPE1: ${ARTIST}`]);
    const after = readFileSync(path);
    expect(after.subarray(-128, -125).toString('latin1')).not.toBe('TAG');
    expect(after.includes(AUDIO)).toBe(true);
  });

  test('a field that was cut within a hanzi loses that one', async () => {
    const long = '我一a在寻找那个年少时候的自己和';
    const path = write(AUDIO, id3v1(bytes('gbk', long), bytes('gbk', ARTIST)));
    await runCli(['tags', '--apply', 'a.mp3'], { cwd });
    expect((await texts(path))[0]).toBe('ID3v2.3 TIT2: 我一a在寻找那个年少时候的自己');
  });
});

describe('what is well, and what is no MP3', () => {
  test('is left as it is, byte for byte', async () => {
    const path = write(
      id3v2(4, [
        ['TIT2', latin1(Buffer.from('Caf\xe9 ni\xf1o', 'latin1'))],
        ['TPE1', utf16('王菲')],
      ]),
      AUDIO,
      id3v1(Buffer.from('Caf\xe9', 'latin1'), Buffer.from('Sigur R\xf3s', 'latin1')),
    );
    const before = readFileSync(path);
    const ran = await runCli(['tags', '--apply', 'a.mp3'], { cwd });
    expect([ran.status, ran.stdout.toString()]).toEqual([0, '']);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('a file that is not there, and usage', async () => {
    expect(await runCli(['tags', 'b.mp3'], { cwd })).toMatchObject({
      status: 2,
      stderr: 'luanma: tags: b.mp3: no such file; check the name\n',
    });
    expect((await runCli(['tags'], { cwd })).stderr).toContain('name at least one file');
    expect((await runCli(['tags', '-h'], { cwd })).stdout.toString()).toContain('Usage: luanma tags');
  });
});

test.each([
  [
    'a tag that is longer than the file',
    id3v2(3, [['TIT2', latin1(bytes('gbk', '夜曲'))]]).subarray(0, 20),
    /longer than the file/,
  ],
  ['no audio', id3v2(3, [['TIT2', latin1(bytes('gbk', '夜曲'))]]), /no MPEG audio/],
  ['text', Buffer.from('notes'), /no MPEG audio/],
  [
    'a size that is none',
    Buffer.concat([Buffer.from('ID3\x03\0\0'), Buffer.alloc(4, 0xff), AUDIO]),
    /damaged/,
  ],
])('%s is refused and left', async (_, content, message) => {
  writeFileSync(join(cwd, 'a.mp3'), content);
  const { status, stderr } = await runCli(['tags', '--apply', 'a.mp3'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(readFileSync(join(cwd, 'a.mp3'))).toEqual(content);
  expect(readdirSync(cwd)).toEqual(['a.mp3']);
});
