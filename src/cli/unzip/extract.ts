/**
 * Entries to files: nothing is overwritten, nothing is written through a link, what does not have the right checksum
 * is removed again.
 */
import { createWriteStream, lstatSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import type { ZipFile } from 'yauzl';
import { codeOf } from '../commands.ts';
import { ArchiveError, type Item } from './archive.ts';

/** Permissions that an archive may set. */
const PERMISSIONS = 0o777;
const UNIX_HOSTS = new Set([3, 19]);

/** Writes one entry below `folder`, an absolute path. Throws ArchiveError and system errors. */
export async function extract(zip: ZipFile, item: Item, folder: string): Promise<void> {
  const path = join(folder, item.name);
  if (item.name.endsWith('/')) return makeFolder(path, folder);
  makeFolder(dirname(path), folder);
  const { entry } = item;
  const mode = UNIX_HOSTS.has(entry.versionMadeBy >> 8)
    ? (entry.externalFileAttributes >>> 16) & PERMISSIONS
    : 0;
  const target = createWriteStream(path, { flags: 'wx', ...(mode > 0 ? { mode } : {}) });
  let sum = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
  });
  let opened = false;
  target.once('open', () => (opened = true));
  try {
    await pipeline(await zip.openReadStreamPromise(entry), check, target);
    if (sum !== entry.crc32) throw new ArchiveError('has the wrong checksum');
  } catch (error) {
    target.destroy();
    if (opened) rmSync(path, { force: true });
    if (codeOf(error) === 'EEXIST') throw new ArchiveError('is there already; it is not overwritten');
    throw error;
  }
  const time = entry.getLastModDate();
  if (!Number.isNaN(time.getTime())) utimesSync(path, time, time);
}

/** Makes the folder and those above it, down from `root`; each must be one, not a link to one. */
function makeFolder(path: string, root: string): void {
  mkdirSync(root, { recursive: true });
  let at = root;
  for (const part of relative(root, path).split(sep)) {
    if (part === '') continue;
    at = join(at, part);
    try {
      mkdirSync(at);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (!lstatSync(at).isDirectory())
        throw new ArchiveError(`would be written through ${at}, which is no folder`);
    }
  }
}
