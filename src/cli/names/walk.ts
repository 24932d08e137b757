/**
 * Names below a path, as bytes, for a name on Linux need not be UTF-8. Folders come after what is in them.
 * Links are named, never followed.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Entries of one folder. */
export interface Folder {
  /** Absolute. */
  path: Buffer;
  /** Everything in it. */
  all: readonly Buffer[];
  /** Those that were asked for. */
  names: readonly Buffer[];
}

const SEPARATOR = Buffer.from('/');

export function join(folder: Buffer, name: Buffer): Buffer {
  return folder.at(-1) === SEPARATOR[0]
    ? Buffer.concat([folder, name])
    : Buffer.concat([folder, SEPARATOR, name]);
}

/** The folders below `path`, deepest first, and last the one that `path` itself is in. Throws system errors. */
export function* foldersBelow(path: string, cwd: string): Generator<Folder> {
  const absolute = resolve(cwd, path);
  if (lstatSync(absolute).isDirectory()) yield* below(Buffer.from(absolute));
  const own = Buffer.from(basename(absolute));
  if (own.length === 0 || /^\.{0,2}\/*$/.test(path)) return;
  const parent = Buffer.from(dirname(absolute));
  yield { path: parent, all: readdirSync(parent, { encoding: 'buffer' }), names: [own] };
}

function* below(path: Buffer): Generator<Folder> {
  const entries = readdirSync(path, { encoding: 'buffer', withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) yield* below(join(path, entry.name));
  const all = entries.map((entry) => entry.name);
  yield { path, all, names: all };
}
