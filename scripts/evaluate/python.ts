/** Python's tools, where they are: `python3 -m venv .cache/peers && .cache/peers/bin/pip install -r bench/peers.txt`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const OWN: string = resolve(import.meta.dirname, '..', '..', '.cache', 'peers', 'bin', 'python');

/** What a script prints, given its standard input; undefined where Python or one of its packages is missing. */
export function python(script: string, input: string): string | undefined {
  const { status, stdout } = spawnSync(existsSync(OWN) ? OWN : 'python3', ['-c', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return status === 0 ? stdout : undefined;
}
