/**
 * Names of files, folders and archive entries: decoded if they are bytes, repaired if they are damaged, the evidence
 * pooled over all of them.
 *
 * A name alone is often too short to be sure; ten names that one and the same damage explains are not. ▓Γ╩╘.txt beside
 * ╬─╝■.txt: GBK read as code page 437. Refuses a repair that does not replay, and one that makes no name.
 */
import { model } from '../model/model.ts';
import type { EncodingId } from '../codec/index.ts';
import type { ChannelStep } from '../types.ts';
import { repair } from '../repairer.ts';
import { decodeNames } from './decode.ts';
import { pooled } from './pool.ts';

export interface NameRepair {
  /** As it was given; bytes as the encoding reads them. */
  name: string;
  /** What it should be; equal to `name` for a string that is not damaged. */
  text: string;
  /** Whether the entry has to be renamed: a damaged string, or bytes that are not UTF-8. */
  changed: boolean;
  /** P(the repair is right); 1 where nothing changed. */
  confidence: number;
  /** Of bytes: what they were written in. */
  encoding?: EncodingId;
  /** The damage, in the order in which it happened; empty if there was none. */
  channels: ChannelStep[];
}

export interface NamesOptions {
  /** Repairs below this are left; default 0.9. */
  minConfidence?: number;
}

/**
 * Repairs the names of one folder or archive. The result has the order of the entries.
 * Throws TypeError for an entry that is neither a string nor bytes, and for an option out of range.
 */
export function repairNames(
  entries: readonly (string | Uint8Array)[],
  { minConfidence = 0.9 }: NamesOptions = {},
): NameRepair[] {
  if (typeof minConfidence !== 'number' || !(minConfidence >= 0 && minConfidence <= 1))
    throw new TypeError(`minConfidence must be a number from 0 to 1, not ${String(minConfidence)}`);
  const wrong = entries.find((e) => typeof e !== 'string' && !(e instanceof Uint8Array));
  if (wrong !== undefined)
    throw new TypeError(`repairNames takes strings and Uint8Arrays, not ${typeof wrong}`);
  const m = model();
  const raw = entries.flatMap((e, i) => (typeof e === 'string' ? [] : [{ i, bytes: e }]));
  const decoded = new Map(
    decodeNames(
      m,
      raw.map((r) => r.bytes),
    ).map((d, k) => [raw[k]!.i, d]),
  );
  const names = entries.map((e, i) => (typeof e === 'string' ? e : decoded.get(i)!.text));
  const repaired = pooled(m, names, minConfidence);
  return entries.map((entry, i): NameRepair => {
    const name = names[i]!;
    const d = decoded.get(i);
    const found = repaired[i] ?? alone(name, minConfidence);
    const text = found?.text ?? name;
    const foreign = d !== undefined && d.encoding !== 'utf-8' && d.confidence >= minConfidence;
    return {
      name,
      text,
      changed: text !== name || foreign,
      confidence: Math.min(found?.confidence ?? 1, d?.confidence ?? 1),
      ...(d ? { encoding: d.encoding } : {}),
      channels: found?.channels ?? [],
    };
  });
}

/** What `repair` makes of the name by itself: several kinds in one name, escapes. */
function alone(
  name: string,
  minConfidence: number,
): { text: string; confidence: number; channels: ChannelStep[] } | null {
  const { text, changed, confidence, spans } = repair(name, { minConfidence });
  return changed
    ? { text, confidence, channels: spans.find((s) => s.channels.length > 0)?.channels ?? [] }
    : null;
}
