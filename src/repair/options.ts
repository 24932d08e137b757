/** Checks the options of `repair` and fills in the defaults. */
import { encodingOf } from '../bytes/names.ts';
import { channel } from '../channel/catalogue.ts';
import type { RepairOptions } from '../types.ts';

export interface Settings {
  minConfidence: number;
  minInferred: number;
  lost: 'infer' | 'keep' | 'mark';
  script: 'original' | 'keep' | 'simplified' | 'traditional';
  punctuation: 'keep' | 'full-width';
  alternatives: number;
  escapes: 'auto' | 'never' | 'always';
  allowed: (id: string) => boolean;
  /** Whether the channel was asked for by name. */
  named: (id: string) => boolean;
  /** Encoding of bytes, by our name. */
  from: string | undefined;
}

const NAMES: ReadonlySet<string> = new Set([
  'minConfidence',
  'minInferred',
  'lost',
  'script',
  'punctuation',
  'channels',
  'alternatives',
  'escapes',
  'from',
]);

/** Throws TypeError for an unknown option, channel or value, naming it. */
export function optionsOf(options: RepairOptions): Settings {
  for (const name of Object.keys(options)) {
    if (!NAMES.has(name))
      throw new TypeError(`unknown option ${JSON.stringify(name)}; known: ${[...NAMES].join(', ')}`);
  }
  const {
    minConfidence = 0.9,
    minInferred = 0,
    lost = 'infer',
    channels,
    alternatives = 0,
    escapes = 'auto',
    from,
  } = options;
  const { script = 'original', punctuation = 'keep' } = options;
  for (const [name, p] of Object.entries({ minConfidence, minInferred })) {
    if (typeof p !== 'number' || !(p >= 0 && p <= 1))
      throw new TypeError(`${name} must be a number from 0 to 1, not ${String(p)}`);
  }
  if (!['infer', 'keep', 'mark'].includes(lost))
    throw new TypeError(`lost must be infer, keep or mark, not ${JSON.stringify(lost)}`);
  if (!['original', 'keep', 'simplified', 'traditional'].includes(script))
    throw new TypeError(
      `script must be original, keep, simplified or traditional, not ${JSON.stringify(script)}`,
    );
  if (!['keep', 'full-width'].includes(punctuation))
    throw new TypeError(`punctuation must be keep or full-width, not ${JSON.stringify(punctuation)}`);
  if (!['auto', 'never', 'always'].includes(escapes))
    throw new TypeError(`escapes must be auto, never or always, not ${JSON.stringify(escapes)}`);
  if (!Number.isInteger(alternatives) || alternatives < 0)
    throw new TypeError(`alternatives must be a whole number, not ${String(alternatives)}`);
  const ids = channels && new Set(channels.map((id) => channel(id).id));
  const named = (id: string): boolean => ids?.has(id) ?? false;
  return {
    minConfidence,
    minInferred,
    lost,
    script,
    punctuation,
    alternatives,
    escapes,
    allowed: ids ? named : () => true,
    named,
    from: from === undefined ? undefined : encodingOf(from),
  };
}
