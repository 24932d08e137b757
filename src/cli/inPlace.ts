/**
 * `--in-place`: a file that needs a repair is replaced, whole and at once (replace.ts); one that needs none is not touched.
 *
 * Policy. Permissions and, where the system allows, the owner are those of the old file; line ends, a byte order mark and the
 * missing end of a last line stay, since only damaged text is changed. The time of modification becomes that of the
 * repair, so that build tools notice; files that need nothing keep theirs. A symbolic link stays, its target is replaced.
 * Of a file with several names (hard links) only the one given is replaced. A file that is not UTF-8
 * throughout, or changes while it is read, is left alone, with a message. Example: `luanma --in-place --backup .orig docs/` keeps docs/a.md.orig beside docs/a.md.
 */
import { createReadStream, realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isGzip, OutputError } from './io.ts';
import { NewFile } from './replace.ts';
import type { Destination, Run } from './run.ts';

/** Where the repaired bytes of a file go. Nothing is written before the first change. */
export class InPlace implements Destination {
  readonly utf8Only = true;
  readonly #name: string;
  readonly #target: string;
  readonly #old: Stats;
  readonly #backup: string | undefined;
  readonly #run: Run;
  #file: NewFile | undefined;
  /** Bytes that came out as they went in. */
  #same = 0;
  #changed = false;

  constructor(path: string, cwd: string, backup: string | undefined, run: Run) {
    this.#name = path;
    this.#target = realpathSync(resolve(cwd, path));
    this.#old = statSync(this.#target);
    this.#backup = backup;
    this.#run = run;
  }

  async write(bytes: Uint8Array, replaced?: Uint8Array | string): Promise<void> {
    this.#changed ||= replaced !== undefined;
    // What is compressed has no place to copy from; it is written from the start, and dropped if nothing changes.
    if (!this.#changed && !isGzip(this.#target)) {
      this.#same += bytes.length;
      return;
    }
    this.#file ??= await this.#begin();
    await this.#file.sink.write(bytes);
  }

  async end(failed: boolean): Promise<void> {
    const file = this.#file;
    if (!file) return;
    if (failed || !this.#changed) {
      await file.discard();
      return;
    }
    try {
      await file.commit();
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      await this.#run.fault(error.message);
    }
  }

  async #begin(): Promise<NewFile> {
    const { mtimeMs, size, ino } = this.#old;
    const check = (): string | undefined => {
      const now = statSync(this.#target, { throwIfNoEntry: false });
      if (now?.mtimeMs === mtimeMs && now.size === size && now.ino === ino) return undefined;
      return `${this.#name}: was changed while it was read, and is left alone; run again`;
    };
    const file = new NewFile(this.#target, this.#name, { old: this.#old, backup: this.#backup, check });
    await file.opened();
    if (this.#same > 0) {
      for await (const chunk of createReadStream(this.#target, { end: this.#same - 1 }))
        await file.sink.write(chunk as Uint8Array);
    }
    return file;
  }
}
