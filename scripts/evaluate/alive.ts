/**
 * Is there a repairer at work at all? One that repairs nothing changes no clean line either, and its
 * tables of clean text and of confidence would look perfect. So every run starts by repairing plain damage,
 * refuses to go on if that fails, and says which revision it measured.
 */
import { execFileSync } from 'node:child_process';
import { drawDamaged } from './cell.ts';
import type { Chain } from './chains.ts';
import { short } from './report.ts';
import type { Side } from './samples.ts';
import { attempt, catalogue } from './subject.ts';

const CHAINS: readonly Chain[] = [
  [{ channel: 'utf8-as-latin1' }],
  [{ channel: 'utf8-as-gbk' }],
  [{ channel: 'gbk-as-latin1' }],
];
const EACH = 10;
/** Far below what any working repairer reaches: this is a check of the set-up, not of quality. */
const LEAST = 0.5;

/** A line for the page; throws when the figures would be void. */
export function assertAlive(side: Side): string {
  let n = 0;
  let exact = 0;
  let failure = '';
  for (const chain of CHAINS) {
    for (const sample of drawDamaged(
      { name: 'alive', chain, length: 'sentence', script: 'hans' },
      'lossless',
      EACH,
      side,
      catalogue(),
    )) {
      const result = attempt(sample.observed);
      n++;
      if (!(result instanceof Error) && result.text === sample.original) exact++;
      else
        failure ||= `${short(sample.observed, 80)} gave ${result instanceof Error ? String(result) : short(result.text, 80)}`;
    }
  }
  if (n === 0 || exact < LEAST * n) {
    throw new Error(
      `only ${exact} of ${n} plainly damaged sentences were repaired, so no figure of this run would mean anything (${failure})`,
    );
  }
  return `Check before the run: ${exact} of ${n} plainly damaged sentences repaired.`;
}

/** The commit, and whether what was measured differs from it. */
export function revision(): string {
  try {
    const top = git('rev-parse', '--show-toplevel');
    const dirty = git('-C', top, 'status', '--porcelain', '--', 'src');
    return `${git('rev-parse', '--short', 'HEAD')}${dirty === '' ? '' : ', with uncommitted changes in src'}`;
  } catch {
    return 'not a repository';
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    encoding: 'utf8',
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
