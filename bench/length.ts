/** What one call of `repair` costs by the length of its text: clean, damaged without loss, and with bytes lost. */
import type { Chain } from '../scripts/evaluate/chains.ts';
import { points } from '../scripts/evaluate/measure.ts';
import { seeded } from '../scripts/evaluate/random.ts';
import { pool } from '../scripts/evaluate/samples.ts';
import { type Api, best, type Row } from './measure.ts';

const LENGTHS: readonly number[] = [10, 30, 100, 300, 1000, 3000, 10_000];
const KINDS: readonly { name: string; chain: Chain }[] = [
  { name: 'clean', chain: [] },
  { name: 'utf8-as-latin1', chain: [{ channel: 'utf8-as-latin1' }] },
  { name: 'gbk-as-latin1', chain: [{ channel: 'gbk-as-latin1' }] },
  { name: 'utf8-as-gbk with loss', chain: [{ channel: 'utf8-as-gbk', policy: 'windows' }] },
];

export function lengthRows(api: Api): Row[] {
  return KINDS.flatMap(({ name, chain }) => {
    const random = seeded('cost by length');
    return LENGTHS.map((length): Row => {
      let text = '';
      while (points(text).length < length) text += `${pool('dev', 'hans').draw('sentence', random).text}\n`;
      const original = points(text).slice(0, length).join('');
      const damaged = chain.length > 0 ? api.damage(original, chain).text : original;
      const seconds = best(() => api.repair(damaged), 5);
      return { what: `${name}, ${length}`, value: 1e6 * seconds, unit: 'µs' };
    });
  });
}
