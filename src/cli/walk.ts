/**
 * Which files are meant: those named, and below a named folder all that git would not ignore and that are text.
 *
 * Below a folder are left out: what .gitignore files say (from the repository's root down, and .git/info/exclude), the
 * folder .git, symbolic links, binary files (a NUL in the first 8,000 bytes, git's own rule; a byte order mark of UTF-16 is none),
 * compressed files, and files that luanma itself has begun or kept. With `extensions` only names that end so are taken.
 * What is named itself is taken, ignored or not; the same file twice is taken once. Order: as named, then by name.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Ignore } from 'ignore';
import { isBegun } from './replace.ts';

/** So many bytes tell whether a file is binary. */
const SNIFFED = 8_000;

export interface WalkOptions {
  cwd: string;
  /** Suffix of files that are kept as they were. */
  backup?: string | undefined;
  extensions?: readonly string[];
}

/** The rules of one folder. */
interface Rules {
  folder: string;
  rules: Ignore;
}

/** The files meant by `paths`, named as they are to be called. A path that is not there is kept, to be told by its reader. */
export async function filesOf(paths: readonly string[], options: WalkOptions): Promise<string[]> {
  const files: string[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const stats = path === '-' ? undefined : statSync(resolve(options.cwd, path), { throwIfNoEntry: false });
    const found = stats?.isDirectory() ? await filesBelow(path, options) : [path];
    for (const file of found) {
      const one = file === '-' ? undefined : statSync(resolve(options.cwd, file), { throwIfNoEntry: false });
      const id = one ? `${one.dev}:${one.ino}` : file;
      if (!seen.has(id)) files.push(file);
      seen.add(id);
    }
  }
  return files;
}

/** Whether the file cannot be text. False if it cannot be read: its reader will tell. */
export function isBinary(path: string): boolean {
  const head = Buffer.alloc(SNIFFED);
  try {
    const fd = openSync(path, 'r');
    try {
      const bytes = head.subarray(0, readSync(fd, head, 0, SNIFFED, 0));
      const utf16 = bytes.length > 1 && (bytes.readUInt16BE() === 0xfffe || bytes.readUInt16BE() === 0xfeff);
      return !utf16 && bytes.includes(0);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

async function filesBelow(folder: string, options: WalkOptions): Promise<string[]> {
  const { default: ignore } = await import('ignore');
  const rulesOf = (at: string, file: string): Rules[] =>
    existsSync(file) ? [{ folder: at, rules: ignore().add(readFileSync(file, 'utf8')) }] : [];
  const root = resolve(options.cwd, folder);
  const above = repositoryFolders(root);
  const rules = above.flatMap((at, i) => [
    ...(i === 0 ? rulesOf(at, join(at, '.git/info/exclude')) : []),
    ...rulesOf(at, join(at, '.gitignore')),
  ]);
  const files: string[] = [];
  const walk = (real: string, shown: string, outer: readonly Rules[]): void => {
    const own =
      real === root && above.length > 0 ? outer : [...outer, ...rulesOf(real, join(real, '.gitignore'))];
    const entries = readdirSync(real, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(real, entry.name);
      const name = shown === '.' ? entry.name : `${shown.replace(/\/+$/, '')}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== '.git' && !isIgnored(`${path}/`, own)) walk(path, name, own);
      } else if (entry.isFile() && isWanted(entry.name, options) && !isIgnored(path, own) && !isBinary(path))
        files.push(name);
    }
  };
  walk(root, folder, rules);
  return files;
}

/** The folders from the root of the repository that holds `folder` down to it; none outside of a repository. */
function repositoryFolders(folder: string): string[] {
  const folders = [folder];
  while (!existsSync(join(folders[0]!, '.git'))) {
    const parent = dirname(folders[0]!);
    if (parent === folders[0]) return [];
    folders.unshift(parent);
  }
  return folders;
}

/** The innermost rule that matches decides, as in git. A folder has '/' at its end. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (const { folder, rules: own } of rules.toReversed()) {
    const { ignored, unignored } = own.test(path.slice(folder.length + 1));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function isWanted(name: string, { backup, extensions }: WalkOptions): boolean {
  if (isBegun(name) || (backup !== undefined && name.endsWith(backup))) return false;
  return extensions ? extensions.some((one) => name.endsWith(one)) : !/\.(?:gz|zip|xz|zst|bz2)$/i.test(name);
}
