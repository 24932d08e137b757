/**
 * The undo file: JSON Lines, written and on the disk before the first name changes.
 *
 * It lists what was meant to be renamed, in that order; whether it was is read off the folders: the old name there and
 * the new one not, or the other way round. So it is right at every moment, also after a power cut. Undoing goes through
 * it backwards, may be repeated, and never overwrites.
 * Example of a line: {"folder":"/home/a","from":"\u9365\u5267\u5896.png","to":"图片.png"}
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { join } from './walk.ts';
import { codeOf } from '../commands.ts';

export interface Renaming {
  folder: Buffer;
  from: Buffer;
  to: Buffer;
}

/** UTF-8 as a string, other bytes in base64. */
type Bytes = string | { base64: string };

interface Line {
  folder: Bytes;
  from: Bytes;
  to: Bytes;
}

const VERSION = 1;

/** The undo file is not one, or not of this version. */
export class UndoFileError extends Error {}

/** Writes the file, which must not exist; it is on the disk when this returns. Throws system errors. */
export function writeUndo(path: string, renamings: readonly Renaming[], version: string): void {
  const lines = [
    JSON.stringify({
      luanma: version,
      undo: VERSION,
      renamings: renamings.length,
      created: new Date().toISOString(),
    }),
    ...renamings.map(({ folder, from, to }) =>
      JSON.stringify({ folder: written(folder), from: written(from), to: written(to) } satisfies Line),
    ),
  ];
  // whole or not at all: under another name until it is on the disk
  const part = `${path}.${process.pid}.part`;
  const fd = openSync(part, 'wx');
  try {
    try {
      writeFileSync(fd, `${lines.join('\n')}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    place(part, path);
  } finally {
    if (exists(Buffer.from(part))) unlinkSync(part);
  }
  syncFolder(dirname(path));
}

/** Gives a file its name if nothing has it. */
function place(part: string, path: string): void {
  try {
    linkSync(part, path);
  } catch (error) {
    // some file systems have no links
    if (codeOf(error) === 'EEXIST' || exists(Buffer.from(path))) throw error;
    renameSync(part, path);
  }
}

/** A folder's own entries to the disk; systems that cannot do it do it themselves. */
function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Windows opens no folders
  }
}

/** Reads an undo file. Throws UndoFileError and system errors. */
export function readUndo(path: string): Renaming[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const parse = (line: string | undefined, n: number): unknown => {
    try {
      return JSON.parse(line ?? '');
    } catch {
      throw new UndoFileError(`${path}: line ${n} is no JSON; is it an undo file of luanma?`);
    }
  };
  const head = parse(lines[0], 1) as { undo?: number; renamings?: number };
  if (head.undo !== VERSION) throw new UndoFileError(`${path}: not an undo file of this version`);
  const count = lines.length - 2;
  if (count !== head.renamings || lines.at(-1) !== '')
    throw new UndoFileError(`${path}: should have ${head.renamings} renamings and has ${Math.max(0, count)}`);
  return lines.slice(1, -1).map((line, i) => {
    const { folder, from, to } = parse(line, i + 2) as Line;
    return { folder: read(folder), from: read(from), to: read(to) };
  });
}

function written(bytes: Buffer): Bytes {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') };
}

function read(bytes: Bytes): Buffer {
  return typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.base64, 'base64');
}

export function exists(path: Buffer): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false;
    throw error;
  }
}

/** What became of one renaming: done, or why not. */
export type Outcome = 'renamed' | 'taken' | 'gone' | 'as it was';

/** Gives an entry its new name. Never overwrites. Throws system errors. */
export function rename({ folder, from, to }: Renaming): Outcome {
  const source = join(folder, from);
  const target = join(folder, to);
  if (!exists(source)) return exists(target) ? 'as it was' : 'gone';
  if (exists(target)) return 'taken';
  renameSync(source, target);
  return 'renamed';
}

/** Gives an entry its old name back. */
export function revert({ folder, from, to }: Renaming): Outcome {
  return rename({ folder, from: to, to: from });
}
