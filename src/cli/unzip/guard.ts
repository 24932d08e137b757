/**
 * Archives that would do harm are refused as a whole, before anything is written.
 *
 * Refused: names that lead out of the folder (`../x`, `/x`, `C:/x`), two entries of one name, links and devices,
 * encrypted entries, entries whose data overlap, and archives that unpack to far more than they hold.
 */
import { ArchiveError, type Archive, type Item } from './archive.ts';

/** Unpacked bytes that are always allowed, and how many times its own size an archive may unpack to beyond that. */
const FREE = 64 * 1024 * 1024;
const MAX_RATIO = 200;
/** The least that a local header takes: nothing else lies between the data of two entries. */
const LOCAL_HEADER = 30;

const TYPE_MASK = 0o170000;
const TYPES: Readonly<Record<number, string>> = {
  0o120000: 'a symbolic link',
  0o010000: 'a pipe',
  0o020000: 'a device',
  0o060000: 'a device',
  0o140000: 'a socket',
};
const UNIX_HOSTS = new Set([3, 19]);

/** Throws ArchiveError if the archive is not to be unpacked. `maxSize`: bytes that it may unpack to. */
export function refuseHostile({ zip, items }: Archive, maxSize: number | undefined): void {
  const names = new Map<string, boolean>();
  let total = 0;
  for (const item of items) {
    const fault = nameFault(item.name) ?? typeFault(item);
    if (fault !== null) throw new ArchiveError(`entry ${JSON.stringify(item.name)} ${fault}; refused`);
    const isFolder = item.name.endsWith('/');
    const key = item.name.replace(/\/$/, '').normalize('NFC').toLowerCase();
    const before = names.get(key);
    if (before !== undefined && !(before && isFolder))
      throw new ArchiveError(`entry ${JSON.stringify(item.name)} is there twice; refused`);
    names.set(key, isFolder);
    total += item.entry.uncompressedSize;
  }
  for (const key of names.keys()) {
    for (let slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1))
      if (names.get(key.slice(0, slash)) === false)
        throw new ArchiveError(
          `entry ${JSON.stringify(key.slice(0, slash))} is a file and a folder; refused`,
        );
  }
  const allowed = maxSize ?? Math.max(FREE, MAX_RATIO * zip.fileSize);
  if (total > allowed)
    throw new ArchiveError(
      `unpacks to ${total} bytes, more than ${allowed}; if it is to be trusted, allow that with --max-size ${total}`,
    );
  refuseOverlaps(items);
}

function nameFault(name: string): string | null {
  if (name === '' || name === '/') return 'has no name';
  if (/\0/.test(name)) return 'has a NUL in its name';
  if (/^[/\\]|^[A-Za-z]:/.test(name)) return 'has an absolute name';
  if (name.split(/[/\\]/).includes('..')) return 'leads out of the folder';
  return null;
}

function typeFault({ entry }: Item): string | null {
  if (entry.isEncrypted()) return 'is encrypted, which this command cannot read';
  if (!entry.canDecodeFileData())
    return `is compressed by method ${entry.compressionMethod}, which this command cannot read`;
  if (!UNIX_HOSTS.has(entry.versionMadeBy >> 8)) return null;
  const type = TYPES[(entry.externalFileAttributes >>> 16) & TYPE_MASK];
  return type === undefined ? null : `is ${type}`;
}

/** Overlapping data is how one kilobyte becomes a petabyte. */
function refuseOverlaps(items: readonly Item[]): void {
  const ranges = items
    .map(({ entry, name }) => ({
      name,
      start: entry.relativeOffsetOfLocalHeader,
      end: entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize,
    }))
    .sort((a, b) => a.start - b.start);
  ranges.forEach(({ name, start }, i) => {
    if (i > 0 && start < ranges[i - 1]!.end)
      throw new ArchiveError(`entry ${JSON.stringify(name)} shares its data with another; refused`);
  });
}
