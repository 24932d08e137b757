/**
 * Where the audio of an MP3 file lies: behind its ID3v2 tags, before its ID3v1. Told from the file itself, not by the
 * library, which reads anything: so that what is no MP3 file is refused, and an edit can be shown to have left the
 * audio alone. `49 44 33 03 00 00 00 00 02 01` at the start: 257 bytes of tag follow.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Why a file is not edited. */
export class FrameError extends Error {}

/** Byte range of the audio. */
export interface Audio {
  from: number;
  to: number;
}

const HEADER = 10;
const FOOTER_FLAG = 0x10;
const OLD_TAG = 128;
/** So far from the start or the last tag, a frame has to begin. */
const SEARCH = 1 << 16;

/** The audio of a file. Throws FrameError if a tag is cut off or there is no audio, system errors if it cannot be read. */
export function audioOf(path: string): Audio {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const from = behindTags(fd, size);
    const old = size - from >= OLD_TAG && bytesAt(fd, size - OLD_TAG, 3).toString('latin1') === 'TAG';
    const to = old ? size - OLD_TAG : size;
    if (!holdsFrame(bytesAt(fd, from, Math.min(SEARCH, to - from))))
      throw new FrameError('it holds no MPEG audio');
    return { from, to };
  } finally {
    closeSync(fd);
  }
}

/** Whether two files hold the same audio, byte by byte. */
export function sameAudio(a: string, b: string): boolean {
  const [x, y] = [audioOf(a), audioOf(b)];
  if (x.to - x.from !== y.to - y.from) return false;
  const files = [openSync(a, 'r'), openSync(b, 'r')] as const;
  try {
    for (let at = 0; at < x.to - x.from; at += SEARCH) {
      const length = Math.min(SEARCH, x.to - x.from - at);
      if (!bytesAt(files[0], x.from + at, length).equals(bytesAt(files[1], y.from + at, length)))
        return false;
    }
    return true;
  } finally {
    files.forEach((fd) => closeSync(fd));
  }
}

function behindTags(fd: number, size: number): number {
  let at = 0;
  for (;;) {
    const head = bytesAt(fd, at, HEADER);
    if (head.length < HEADER || head.toString('latin1', 0, 3) !== 'ID3') return at;
    const lengths = head.subarray(6);
    if (head[3]! < 2 || head[3]! > 4 || lengths.some((b) => b > 0x7f))
      throw new FrameError('the header of its ID3v2 tag is damaged');
    const length = lengths.reduce((sum, b) => (sum << 7) | b, 0);
    at += HEADER + length + (head[5]! & FOOTER_FLAG ? HEADER : 0);
    if (at > size) throw new FrameError('its ID3v2 tag is longer than the file');
  }
}

/** Whether the header of an MPEG frame, layer 1 to 3, is among the bytes. */
function holdsFrame(bytes: Buffer): boolean {
  for (let i = bytes.indexOf(0xff); i >= 0 && i + 3 < bytes.length; i = bytes.indexOf(0xff, i + 1)) {
    const [b, c] = [bytes[i + 1]!, bytes[i + 2]!];
    if (b >= 0xe0 && (b & 0x18) !== 0x08 && (b & 0x06) !== 0 && c < 0xf0 && (c & 0x0c) !== 0x0c) return true;
  }
  return false;
}

function bytesAt(fd: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(Math.max(0, length));
  return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, at));
}
