/**
 * Chains of damage that lose nothing, as data: edit here.
 *
 * One-step channels come from the catalogue itself; what stands here are the chains of two and the
 * kinds that do not start from plain Chinese. A chain with a channel that the catalogue does not have
 * (yet) is left out. The lossy kinds are in kinds.ts.
 */
import type { ChannelStep } from '../../src/types.ts';
import type { Script } from './samples.ts';

export type Chain = readonly ChannelStep[];

export const steps = (...ids: string[]): ChannelStep[] => ids.map((channel) => ({ channel }));

/** Two layers that people meet. */
export const TWO_LAYERS: readonly Chain[] = [
  steps('utf8-as-gbk', 'utf8-as-gbk'),
  steps('utf8-as-latin1', 'utf8-as-latin1'),
  steps('utf8-as-cp1252', 'utf8-as-cp1252'),
  steps('utf8-as-latin1', 'utf8-as-gbk'),
  steps('utf8-as-cp1252', 'utf8-as-gbk'),
  steps('gbk-as-latin1', 'utf8-as-gbk'),
  steps('gbk-as-cp1252', 'utf8-as-gbk'),
  steps('utf8-as-gbk', 'utf8-as-latin1'),
  steps('utf8-as-gbk', 'utf8-as-cp1252'),
  steps('gbk-as-latin1', 'utf8-as-latin1'),
  steps('gbk-as-cp1252', 'utf8-as-cp1252'),
  steps('gbk-as-big5', 'utf8-as-cp1252'),
  steps('big5-as-gbk', 'utf8-as-cp1252'),
  steps('big5-as-latin1', 'utf8-as-latin1'),
];

export interface SpecialKind {
  id: string;
  chain: Chain;
  /** `bom`: a byte order mark and Chinese; `bom code`: a byte order mark and a line of code; `english`: ASCII text. */
  text: 'bom' | 'bom code' | 'english';
}

/** Reversible damage that does not start from plain Chinese. */
export const SPECIAL_KINDS: readonly SpecialKind[] = [
  ...[
    'utf8-as-gbk',
    'utf8-as-latin1',
    'utf8-as-cp1252',
    'utf8-as-cp437',
    'utf8-as-cp850',
    'utf8-as-macroman',
  ].flatMap((id): SpecialKind[] => [
    { id: `byte order mark, ${id}`, chain: steps(id), text: 'bom' },
    { id: `byte order mark and code, ${id}`, chain: steps(id), text: 'bom code' },
  ]),
  { id: 'ASCII read as UTF-16', chain: steps('utf8-as-utf16le'), text: 'english' },
];

/** Channels whose output is again hanzi, hangul or kana: the floor for short text is lower there. */
export const CJK_READERS: ReadonlySet<string> = new Set([
  'gbk',
  'gb18030',
  'big5',
  'sjis',
  'euc-kr',
  'utf16le',
  'utf16be',
]);

export function chainName(chain: Chain): string {
  return chain.map((step) => (step.policy ? `${step.channel} (${step.policy})` : step.channel)).join(' → ');
}

/** What people write in the first step's encoding: nobody writes Simplified text in Big5. */
export function scriptsOf(chain: Chain): readonly Script[] {
  return chain[0]?.channel.startsWith('big5') ? ['hant'] : ['hans', 'hant'];
}
