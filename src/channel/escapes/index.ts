/** The escapes of the catalogue, and where in a text they may be. */
import type { ChannelId } from '../../types.ts';
import { BYTE_ESCAPES } from './bytes.ts';
import type { Escape } from './escape.ts';
import { HZ } from './hz.ts';
import { MIME_WORD } from './mime.ts';
import { PUNYCODE } from './punycode.ts';
import { SURROGATE_ESCAPE } from './surrogates.ts';
import { UNIT_ESCAPES } from './units.ts';
import { UTF7_ESCAPES } from './utf7.ts';

export type { Escape, Reading } from './escape.ts';

export const ESCAPES: readonly Escape[] = [
  ...BYTE_ESCAPES,
  ...UNIT_ESCAPES,
  MIME_WORD,
  ...UTF7_ESCAPES,
  HZ,
  SURROGATE_ESCAPE,
  PUNYCODE,
];

const byId: ReadonlyMap<ChannelId, Escape> = new Map(ESCAPES.map((e) => [e.id, e]));

/** An escape by id; throws TypeError naming an unknown one. */
export function escapeOf(id: ChannelId): Escape {
  const found = byId.get(id);
  if (!found) throw new TypeError(`unknown escape ${JSON.stringify(id)}`);
  return found;
}
