#!/usr/bin/env node
/**
 * The executable: hands the process's streams to `main` and its status to the system.
 */
import { createReadStream, fstatSync, type Stats } from 'node:fs';
import { Readable } from 'node:stream';
import { removeBegun } from './begun.ts';
import { type CliIo, READ_BYTES } from './io.ts';
import { VERSION } from '../version.ts';
import { main } from './main.ts';

const { stdout, stderr, env } = process;
const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';

const io: CliIo = {
  stdin: standardInput(),
  stdout,
  stderr,
  cwd: process.cwd(),
  colour: stderr.isTTY && !plain,
  colourOut: stdout.isTTY && !plain,
  ...(stderr.isTTY ? { columns: stderr.columns } : {}),
  version: VERSION,
  worker: new URL('./worker.js', import.meta.url),
  engine: async () => (await import('./library.ts')).library,
};

// A run that is interrupted leaves no file behind that is not complete.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    removeBegun();
    process.kill(process.pid, signal);
  });
}

process.exitCode = await main(process.argv.slice(2), io);

/**
 * A file is read in large pieces, for Node's own are small. A directory, which Node reads as an empty input
 * (`luanma < folder`), is the error that it is for `cat`.
 */
function standardInput(): Readable {
  const kind = statistics(0);
  if (kind?.isFile()) return createReadStream('', { fd: 0, highWaterMark: READ_BYTES, autoClose: false });
  if (!kind?.isDirectory()) return process.stdin;
  const fault = Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
  return new Readable({
    read() {
      this.destroy(fault);
    },
  });
}

function statistics(fd: number): Stats | undefined {
  try {
    return fstatSync(fd);
  } catch {
    return undefined;
  }
}
