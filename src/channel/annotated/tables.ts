/**
 * What the converter behind `annotated-traditional` does, read from tables.json on first use: one target
 * for each Simplified character (业 → 業), and 148 targets outside GB2312 with one reading each, in the order
 * in which it puts them in (發 B06C fā is entry 1).
 *
 * tables.json is written by scripts/annotated.ts, never by hand.
 */
import { readAsset } from '../../asset.ts';
import { encode } from '../../codec/index.ts';

export interface AnnotatedTables {
  /** Entry → character, 1-based; '' at 0. */
  readonly chars: readonly string[];
  /** Entry → reading; '' at 0. */
  readonly readings: readonly string[];
  /** Entry → `(reading)` in GBK; empty at 0. */
  readonly tags: readonly Uint8Array[];
  /** Two bytes (high first) → entry, 0 where there is none. Length 65536. */
  readonly entryOf: Uint8Array;
  /** UTF-16 unit → what the converter writes, the unit itself where it writes nothing else. Length 65536. */
  readonly toTraditional: Uint16Array;
  /** The same for sources beyond the BMP. */
  readonly astral: ReadonlyMap<string, string>;
  /** UTF-16 unit → its likeliest source, the unit itself where no other source leads to it. Length 65536. */
  readonly toSimplified: Uint16Array;
  /** Traditional characters that no page ever showed annotated. */
  readonly never: ReadonlySet<string>;
  /** Traditional characters that the converter never writes: 裡 麼 … */
  readonly notProduced: ReadonlySet<string>;
  /** The same, but in GB2312: 後 於 …, which a page's author may have written. */
  readonly kept: ReadonlySet<string>;
}

let loaded: AnnotatedTables | undefined;

/** The tables in the package, read on first use. */
export function annotatedTables(): AnnotatedTables {
  return (loaded ??= read(new TextDecoder().decode(readAsset('channel/annotated/tables.json'))));
}

function read(json: string): AnnotatedTables {
  const file = JSON.parse(json) as {
    annotations: string;
    pairs: string;
    never: string;
    notProduced: string;
    kept: string;
  };
  const chars = [''];
  const readings = [''];
  const tags: Uint8Array[] = [new Uint8Array(0)];
  const entryOf = new Uint8Array(65536);
  for (const item of file.annotations.split(' ')) {
    const { bytes } = encode('gbk', item[0]!);
    entryOf[(bytes[0]! << 8) | bytes[1]!] = chars.length;
    chars.push(item[0]!);
    readings.push(item.slice(1));
    tags.push(encode('gbk', `(${item.slice(1)})`).bytes);
  }
  const toTraditional = Uint16Array.from({ length: 65536 }, (_, unit) => unit);
  const toSimplified = toTraditional.slice();
  const astral = new Map<string, string>();
  for (const pair of file.pairs.split(' ')) {
    const [source, target] = Array.from(pair) as [string, string];
    if (source.length > 1 || target.length > 1) {
      astral.set(source, target);
      continue;
    }
    toTraditional[source.charCodeAt(0)] = target.charCodeAt(0);
    const unit = target.charCodeAt(0);
    if (toSimplified[unit] === unit) toSimplified[unit] = source.charCodeAt(0);
  }
  return {
    chars,
    readings,
    tags,
    entryOf,
    toTraditional,
    astral,
    toSimplified,
    never: new Set(file.never),
    notProduced: new Set(file.notProduced),
    kept: new Set(file.kept),
  };
}
