/**
 * Entries of a ZIP file with their names in the right encoding, decided for the archive and for each entry.
 *
 * In this order: the Info-ZIP Unicode Path field (7075) if its checksum fits the raw name; the UTF-8 flag if the bytes
 * are UTF-8; else the language model, over all raw names together. Names that were right as bytes and garbled before
 * that (code page 437 stored as UTF-8) are repaired. C4 E3 BA C3 without a flag is 你好.
 */
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { repairNames } from '../../names/index.ts';

/** The archive is not one, or not one that can be read. */
export class ArchiveError extends Error {}

export interface Item {
  entry: Entry;
  /** With / between folders; a folder ends in /. */
  name: string;
  /** What the raw bytes were taken for. */
  encoding: string;
  confidence: number;
}

export interface Archive {
  zip: ZipFile;
  items: Item[];
}

const UNICODE_PATH = 0x7075;
const UTF8_FLAG = 0x800;
/** Hosts (high byte of "version made by") whose programs wrote backslashes between folders: FAT, NTFS, VFAT. */
const BACKSLASHES = new Set([0, 10, 14]);
/** More entries than this are no archive of names, but an attack on memory. */
const MAX_ENTRIES = 1_000_000;

/** Opens the archive and reads its directory; the caller closes `zip`. Throws ArchiveError and system errors. */
export async function openArchive(path: string, minConfidence: number): Promise<Archive> {
  const zip = await orFault(
    yauzl.openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true }),
  );
  try {
    if (zip.entryCount > MAX_ENTRIES)
      throw new ArchiveError(`says it has ${zip.entryCount} entries; refused`);
    const entries: Entry[] = [];
    for await (const entry of faults(zip.eachEntry())) entries.push(entry);
    return { zip, items: named(entries, minConfidence) };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** What the reader of the archive says is wrong with it. */
async function orFault<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw faultOf(error);
  }
}

async function* faults<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    throw faultOf(error);
  }
}

function faultOf(error: unknown): unknown {
  if (!(error instanceof Error) || 'code' in error) return error;
  return new ArchiveError(`no ZIP file that can be read: ${error.message}`);
}

function named(entries: readonly Entry[], minConfidence: number): Item[] {
  const given = entries.map(
    (entry) => unicodePath(entry) ?? flagged(entry) ?? new Uint8Array(entry.fileNameRaw),
  );
  const repairs = repairNames(given, { minConfidence });
  return entries.map((entry, i): Item => {
    const { text, encoding, confidence } = repairs[i]!;
    const host = entry.versionMadeBy >> 8;
    return {
      entry,
      name: BACKSLASHES.has(host) ? text.replaceAll('\\', '/') : text,
      encoding: encoding ?? 'utf-8',
      confidence,
    };
  });
}

function unicodePath({ extraFields, fileNameRaw }: Entry): string | null {
  for (const { id, data } of extraFields) {
    if (id !== UNICODE_PATH || data.length < 6 || data[0] !== 1) continue;
    if (data.readUInt32LE(1) === crc32(fileNameRaw)) return utf8(data.subarray(5));
  }
  return null;
}

function flagged({ generalPurposeBitFlag, fileNameRaw }: Entry): string | null {
  return (generalPurposeBitFlag & UTF8_FLAG) === 0 ? null : utf8(fileNameRaw);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
