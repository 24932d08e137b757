/**
 * Files that appear whole or not at all: written beside their place under another name, synced, then renamed.
 *
 * Whatever ends the run, also kill -9, the file is the old one or the new one. A run that is interrupted in any other way
 * removes what it has begun (begun.ts, called on signals); after a kill -9 a file `.NAME.luanma-XXXX.tmp` may be left behind.
 * Modules that few runs need are asked for where they are needed: loading them takes longer than a short run.
 * Where a name stands for a device or a pipe (/dev/stderr, /dev/fd/3), it is written as it is.
 */
import { createWriteStream, statSync } from 'node:fs';
import { chmod, chown, copyFile, link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { begun } from './begun.ts';
import { type FileStats, isGzip, Sink, writeFault, OutputError } from './io.ts';

/** Whether a name is one of a file that is not complete. */
export function isBegun(name: string): boolean {
  return /^\..*\.luanma-[\da-f]{12}\.tmp$/.test(name);
}

export interface ReplaceOptions {
  /** The file that gives way: its permissions and owner are taken over. */
  old?: FileStats;
  /** Keep the old file under its name with this at the end. */
  backup?: string | undefined;
  /** What is written is compressed already, where the name asks for it. */
  plain?: boolean;
  /** Tells whether the old file may still give way; a message if not. */
  check?: () => string | undefined;
}

/** A file under way. Compressed if its name ends in .gz. */
export class NewFile {
  readonly sink: Sink;
  readonly #path: string;
  readonly #temp: string | undefined;
  readonly #options: ReplaceOptions;

  constructor(path: string, name: string, options: ReplaceOptions = {}) {
    this.#path = path;
    this.#options = options;
    const device = isSpecial(path);
    this.#temp = device ? undefined : beside(path);
    if (this.#temp !== undefined) begun.add(this.#temp);
    const file = createWriteStream(this.#temp ?? path, device ? {} : { flags: 'wx', flush: true });
    if (options.plain || !isGzip(path)) this.sink = new Sink(file, name);
    else {
      const gzip = process.getBuiltinModule('node:zlib').createGzip();
      gzip.pipe(file);
      // The file's failures are the sink's, and the sink is done when the file is.
      this.sink = new Sink(gzip, name, file);
    }
  }

  /** Resolves when the file could be opened; throws OutputError if not. */
  async opened(): Promise<void> {
    try {
      await this.sink.ready();
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** Puts the file in its place. Throws OutputError; the old file is then still there. */
  async commit(): Promise<void> {
    await this.sink.finish(true);
    const temp = this.#temp;
    if (temp === undefined) return;
    const { old, backup, check } = this.#options;
    try {
      if (old) {
        await chown(temp, old.uid, old.gid).catch(() => {});
        await chmod(temp, old.mode & 0o7777);
      }
      const objection = check?.();
      if (objection !== undefined) throw new OutputError(objection);
      if (backup !== undefined) await keep(this.#path, `${this.#path}${backup}`);
      await rename(temp, this.#path);
      begun.forget(temp);
      await syncFolder(dirname(this.#path));
    } catch (error) {
      await this.discard();
      if (error instanceof OutputError) throw error;
      throw new OutputError(`${this.#path}: ${writeFault(error)}`);
    }
  }

  /** Leaves the old file where it is. */
  async discard(): Promise<void> {
    this.sink.destroy();
    if (this.#temp !== undefined) await rm(this.#temp, { force: true });
    this.#forget();
  }

  #forget(): void {
    if (this.#temp !== undefined) begun.forget(this.#temp);
  }
}

/** A second name for a file; no moment without one of the two. */
async function keep(path: string, backup: string): Promise<void> {
  const temp = beside(backup);
  try {
    await link(path, temp);
  } catch {
    // Not every file system has hard links.
    await copyFile(path, temp);
  }
  await rename(temp, backup);
}

/** The rename itself is on the disk only when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some systems cannot; the file itself is synced.
  }
}

function beside(path: string): string {
  return join(
    dirname(path),
    `.${basename(path)}.luanma-${process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex')}.tmp`,
  );
}

function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}
