/**
 * `--baseline FILE`: damage that is known and may stay; `--check` tells only what is new.
 *
 * A finding is known by its file, its kind and a hash of the garbled text, not by its line: text that moves stays known.
 * What stands there twice is known twice; a third one is new. With `--update-baseline` the file is written with all that was found.
 * Example: {"luanma":"baseline","findings":{"docs/a.md":{"utf8-as-gbk:5d41402abc4b2a76":2}}}
 */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Finding, kindOf } from './finding.ts';
import { UsageError } from './flags.ts';

type Counts = Record<string, Record<string, number>>;

/** The same for the same damage, wherever it stands in the file. */
export function fingerprint(finding: Finding): string {
  const hash = process
    .getBuiltinModule('node:crypto')
    .createHash('sha256')
    .update(finding.span?.observed ?? '')
    .digest('hex');
  return `${kindOf(finding)}:${hash.slice(0, 16)}`;
}

export class Baseline {
  readonly #cwd: string;
  readonly #left: Map<string, number>;
  readonly #found: Counts = {};

  constructor(cwd: string, known: Counts = {}) {
    this.#cwd = cwd;
    this.#left = new Map(
      Object.entries(known).flatMap(([path, counts]) =>
        Object.entries(counts).map(([print, count]): [string, number] => [`${path}\0${print}`, count]),
      ),
    );
  }

  /** Reads a baseline file; throws UsageError if it is none. A missing file knows nothing where it may be written. */
  static read(path: string, cwd: string, mayBeMissing: boolean): Baseline {
    let text: string;
    try {
      text = readFileSync(resolve(cwd, path), 'utf8');
    } catch (error) {
      if (mayBeMissing && (error as NodeJS.ErrnoException).code === 'ENOENT') return new Baseline(cwd);
      throw new UsageError(`--baseline ${path} cannot be read; make it with --update-baseline`);
    }
    try {
      const { luanma, findings } = JSON.parse(text) as { luanma?: string; findings?: Counts };
      if (luanma === 'baseline' && findings) return new Baseline(cwd, findings);
    } catch {
      // Said below.
    }
    throw new UsageError(`--baseline ${path} is no baseline; make one with --update-baseline`);
  }

  /** Whether the finding is known. It is counted: each one is asked about once. */
  knows(finding: Finding): boolean {
    const path = this.#name(finding.path);
    const print = fingerprint(finding);
    const counts = (this.#found[path] ??= {});
    counts[print] = (counts[print] ?? 0) + 1;
    const key = `${path}\0${print}`;
    const left = this.#left.get(key) ?? 0;
    if (left > 0) this.#left.set(key, left - 1);
    return left > 0;
  }

  /** The file that knows everything found. Sorted, so that its changes can be read. */
  text(): string {
    return `${JSON.stringify({ luanma: 'baseline', findings: sorted(this.#found) }, null, 1)}\n`;
  }

  #name(path: string): string {
    return path === '-' ? path : relative(this.#cwd, resolve(this.#cwd, path)).replaceAll('\\', '/');
  }
}

function sorted(counts: Counts): Counts {
  return Object.fromEntries(byName(counts).map(([path, own]) => [path, Object.fromEntries(byName(own))]));
}

function byName<T>(object: Record<string, T>): [string, T][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
