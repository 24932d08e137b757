/** What a run of the evaluation was asked for. */
import { parseArgs } from 'node:util';
import type { Side } from './samples.ts';

export const SECTIONS = [
  'reversible',
  'lossy',
  'annotated',
  'clean',
  'wild',
  'escapes',
  'names',
  'calibration',
  'peers',
  'detection',
] as const;
export type SectionId = (typeof SECTIONS)[number];

export interface Options {
  only: readonly SectionId[];
  side: Side;
  /** Samples a cell. */
  samples: number;
  /** Failures printed a cell. */
  show: number;
  /** Only cells whose name contains this. */
  match: string;
  write: boolean;
}

export const USAGE: string = `npm run evaluate -- [options]
  --only a,b      of ${SECTIONS.join(', ')}
  --set SIDE      dev (default: what tuning may look at) or heldout
  --samples N     samples a cell, default 10: minutes for everything; 200 for a page that is kept
  --match TEXT    only cells (channels, kinds, sets) whose name contains TEXT
  --show N        print N failures a cell, with spans
  --write         write docs/evaluation/DATE[-dev].md`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: SECTIONS.join(',') },
      set: { type: 'string', default: 'dev' },
      samples: { type: 'string', default: '10' },
      match: { type: 'string', default: '' },
      show: { type: 'string', default: '0' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new UsageError('');
  const only = values.only.split(',').map((id) => {
    const found = SECTIONS.find((section) => section === id);
    if (!found) throw new UsageError(`unknown section ${id}`);
    return found;
  });
  if (values.set !== 'dev' && values.set !== 'heldout') throw new UsageError(`unknown set ${values.set}`);
  return {
    only,
    side: values.set,
    samples: count(values.samples, '--samples'),
    show: count(values.show, '--show'),
    match: values.match,
    write: values.write,
  };
}

export class UsageError extends Error {}

function count(text: string, flag: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${flag} wants a number, not ${text}`);
  return Number(text);
}
