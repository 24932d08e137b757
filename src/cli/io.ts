/**
 * What the command reads and writes through: files opened with messages that name the remedy, and output that
 * waits for a slow reader. A reader that went away (`luanma big.txt | head -1`) ends the run without a word.
 * Example of a message: "luanma: a.txt: no such file; check the name".
 */
import { createReadStream, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline, type Readable, type Writable } from 'node:stream';
import type { Engine } from './engine.ts';

/** The world as `main` sees it; tests hand in their own. */
export interface CliIo {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  /** File names are relative to this. */
  cwd: string;
  /** Whether standard error gets colours. */
  colour: boolean;
  /** Whether standard output does. */
  colourOut?: boolean;
  /** Width of the terminal that standard error is; absent if it is none. */
  columns?: number;
  version: string;
  /** The script of a worker thread of --jobs. */
  worker: URL;
  /** Loaded on first use, so that --help and --version stay quick. */
  engine: () => Promise<Engine>;
}

/** Something could not be written. */
export class OutputError extends Error {}

/** Nobody reads the output any more. */
export class BrokenPipe extends Error {}

/** What is read at once. */
export const READ_BYTES: number = 1 << 18;

export type FileStats = Stats;

/** Whether a file of this name is compressed. */
export function isGzip(path: string): boolean {
  return /\.gz$/i.test(path);
}

/**
 * The chunks of a file, or of standard input for `-`; of a file named .gz, what is in it. What cannot be read ends
 * there, after `fault` was told why. `read` is told the bytes taken from the file.
 */
export async function* readInput(
  path: string,
  io: CliIo,
  fault: (message: string) => Promise<void>,
  read: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  // A second `-` finds nothing left to read.
  if (path === '-' && (io.stdin.readableEnded || io.stdin.destroyed)) return;
  const stream: Readable = path === '-' ? io.stdin : await openInput(resolve(io.cwd, path), read);
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await chunks.next();
      } catch (error) {
        await fault(`${path === '-' ? 'standard input' : path}: ${readFault(error)}`);
        return;
      }
      if (next.done === true) return;
      if (path === '-') read(next.value.length);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

async function openInput(path: string, read: (bytes: number) => void): Promise<Readable> {
  // Before the file is opened: nobody would hear of its failure while this is loaded.
  const gunzip = isGzip(path)
    ? (await import('node:zlib')).createGunzip({ chunkSize: READ_BYTES })
    : undefined;
  const file = createReadStream(path, { highWaterMark: READ_BYTES });
  file.on('data', (chunk) => read(chunk.length)).pause();
  // The failures of the one destroy the other, which is read and tells them.
  return gunzip ? pipeline(file, gunzip, () => {}) : file;
}

/** Whether two paths are one file. A file that is not there is no other's. */
export function sameFile(a: string, b: string, cwd: string): boolean {
  if (a === '-' || b === '-') return false;
  try {
    const one = statSync(resolve(cwd, a));
    const two = statSync(resolve(cwd, b));
    return one.dev === two.dev && one.ino === two.ino;
  } catch {
    return false;
  }
}

/** Writes to a stream and waits while it is full. */
export class Sink {
  readonly #stream: Writable;
  readonly #name: string;
  /** What the stream is piped to, if to anything: it ends last. */
  readonly #behind: Writable | undefined;
  #error: Error | undefined;

  constructor(stream: Writable, name: string, behind?: Writable) {
    this.#stream = stream;
    this.#name = name;
    this.#behind = behind;
    for (const one of [stream, behind]) {
      one?.on('error', (error: Error) => {
        this.#error ??= error;
        if (one === behind) stream.destroy();
      });
    }
  }

  /** Resolves when the stream takes more; throws BrokenPipe or OutputError. */
  async write(data: string | Uint8Array): Promise<void> {
    this.#check();
    if (data.length === 0 || this.#stream.write(data)) return;
    await new Promise<void>((resolved) => {
      const events = ['drain', 'error', 'close'];
      const done = (): void => {
        for (const event of events) this.#stream.off(event, done);
        resolved();
      };
      for (const event of events) this.#stream.on(event, done);
    });
    this.#check();
  }

  /** Resolves when everything has been handed to the system. `end`: nothing more will come. */
  async finish(end = false): Promise<void> {
    this.#check();
    const error = await new Promise<Error | null | undefined>((done) => {
      if (!end) this.#stream.write('', done);
      else if (this.#behind) {
        this.#behind.once('close', () => done(null));
        this.#stream.end();
      } else this.#stream.end(done);
    });
    if (error) this.#error ??= error;
    if (!end || this.#error) this.#check();
  }

  /** Resolves when a file could be opened; throws OutputError. */
  async ready(): Promise<void> {
    const file = this.#behind ?? this.#stream;
    await new Promise<void>((resolved) => {
      for (const event of ['open', 'error', 'close']) file.once(event, () => resolved());
    });
    this.#check();
  }

  /** Gives up what is not written yet. */
  destroy(): void {
    this.#stream.destroy();
    this.#behind?.destroy();
  }

  #check(): void {
    if (!this.#error && !this.#stream.destroyed) return;
    const code = errorCode(this.#error);
    // Closed without an error: whoever read it has gone, too.
    if (!this.#error || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') throw new BrokenPipe();
    throw new OutputError(`${this.#name}: ${writeFault(this.#error)}`);
  }
}

function readFault(error: unknown): string {
  const code = errorCode(error);
  if (typeof code === 'string' && code.startsWith('Z_')) return 'is no gzip file, or a damaged one; check it';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such file; check the name';
    case 'EISDIR':
      return 'is a directory; name the files in it';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read; check its permissions';
    case 'ENAMETOOLONG':
      return 'the name is too long; check it';
    default:
      return `could not be read (${message(error)})`;
  }
}

/** Why something could not be written, and the remedy. */
export function writeFault(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'the folder is not there; make it first';
    case 'EISDIR':
      return 'is a directory; name a file in it';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'may not be written; check its permissions';
    case 'ENOSPC':
      return 'no space left; make some and run again';
    default:
      return `could not be written (${message(error)})`;
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
