/**
 * What a line shows of the converter: which characters are annotated and which are bare, aligned or by bytes
 * that cross two characters, and what speaks for another origin. One pass, no search.
 *
 * 國(guó)產(chǎn) shows 國 and 產 annotated; 性價 (D0D4 8372) shows 詢 (D483) bare; 奉(fèng) is foreign: 奉 is no entry.
 */
import { FOLDED } from '../../channel/annotated/fold.ts';
import {
  CONVERTIBLE,
  EURO,
  FOREIGN,
  HAN,
  SIMPLIFIED,
  UNCONVERTED,
  UNUSUAL,
  type Lexicon,
} from './lexicon.ts';

export interface LineSurvey {
  start: number;
  end: number;
  /** Entries annotated and bare, one item an occurrence. */
  annotated: number[];
  bare: number[];
  /** Annotations amid other Han characters: a list of words has none. */
  inText: number;
  /** Marks of parted characters: `?yōu)` after a byte that fits. */
  parted: number;
  /** Readings after characters that are no entry, or no fitting one. */
  foreignReadings: number;
  /** Characters that the converter would not have left, or never writes, and the doubtful ones. */
  foreign: number;
  /** A foreign word in kana. */
  kana: number;
  unusual: number;
  convertible: number;
  /** 后 里 于 么 并, which Traditional text writes otherwise and the converter leaves. */
  unconverted: number;
  /** Entries whose reading stands behind a `?` that no byte explains. */
  possible: number[];
  /** So many such readings. */
  unexplained: number;
  /** Full-width forms that folding would have changed. */
  fullWidth: number;
}

const TONED = new Set('āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ');

export function surveyLine(lex: Lexicon, text: string, start: number, end: number): LineSurvey {
  const { entryOf } = lex.tables;
  const s: LineSurvey = {
    start,
    end,
    annotated: [],
    bare: [],
    inText: 0,
    parted: 0,
    foreignReadings: 0,
    foreign: 0,
    kana: 0,
    unusual: 0,
    convertible: 0,
    unconverted: 0,
    possible: [],
    unexplained: 0,
    fullWidth: 0,
  };
  let last = 0;
  // behind a mark bytes may be out of step, and nothing can be said of bare characters
  let unsure = false;
  let tagged = 0;
  let hanBefore = false;
  let hanHere = false;
  for (let i = start; i < end;) {
    const unit = text.charCodeAt(i);
    let hit = 0;
    if (unit < 0x80) {
      if (unit === 0x3f && i + 1 < end) {
        const entry = partedBy(lex, text, i, last, i > start ? text.charCodeAt(i - 1) : 0);
        if (entry > 0) {
          s.parted++;
          s.annotated.push(entry);
          i += 1 + lex.rest[entry]!.length;
          unsure = true;
          last = 0;
          continue;
        }
        const next = text.charCodeAt(i + 1);
        if ((next | 32) >= 0x61 && reading(text, i, end) > 0) {
          for (let e = 1; e < lex.rest.length; e++)
            if (text.startsWith(lex.rest[e]!, i + 1)) s.possible.push(e);
          s.unexplained++;
          unsure = true;
        }
        unsure ||= isPause(next);
      } else if (unit === 0x28 && hanHere && tagged !== i && reading(text, i, end) > 0) s.foreignReadings++;
      if (unit >= 0x40) hit = entryOf[(last << 8) | unit]!;
      if (hit === 0 && unit >= 0x40 && i > start && text.charCodeAt(i + 1) === 0x28) {
        const before = text.charCodeAt(i - 1);
        if (before < 0x80 && FOLDED[before] === 1) hit = entryOf[((before | 0x80) << 8) | unit]!;
      }
      if (hit > 0 && !text.startsWith(lex.whole[hit]!, i + 1)) hit = 0;
      last = unit;
      hanBefore = hanHere;
      hanHere = false;
    } else {
      const code = lex.codeOf[unit]!;
      const kind = lex.kind[unit]!;
      if (code !== 0 && unit !== EURO) {
        const crossing = entryOf[(last << 8) | (code >> 8)]!;
        if (crossing > 0 && !unsure) s.bare.push(crossing);
      }
      hit = entryOf[code]!;
      last = code & 255;
      if (!unsure) {
        if ((kind & HAN) === 0 && (kind & FOREIGN) !== 0) s.kana++;
        else if ((kind & (SIMPLIFIED | FOREIGN)) !== 0) s.foreign++;
        if ((kind & UNUSUAL) !== 0) s.unusual++;
        if ((kind & CONVERTIBLE) !== 0) s.convertible++;
        if ((kind & UNCONVERTED) !== 0) s.unconverted++;
      }
      if (unit >= 0xff01 && unit <= 0xff5a && FOLDED[unit - 0xfee0] === 1) s.fullWidth++;
      hanBefore = hanHere;
      hanHere = (kind & HAN) !== 0;
    }
    i++;
    if (hit > 0) {
      const tag = lex.whole[hit]!;
      if (text.charCodeAt(i) === 0x28 && text.startsWith(tag, i)) {
        s.annotated.push(hit);
        i += tag.length;
        tagged = i;
        if (hanBefore || (i < end && (lex.kind[text.charCodeAt(i)]! & HAN) !== 0)) s.inText++;
        last = 0;
      } else if (!unsure) s.bare.push(hit);
    }
  }
  return s;
}

/** Whether a unit is one of 。，！？；, folded or not. */
function isPause(unit: number): boolean {
  return (
    unit === 0x3002 ||
    unit === 0xff0c ||
    unit === 0xff01 ||
    unit === 0xff1f ||
    unit === 0xff1b ||
    unit === 0x2c ||
    unit === 0x21 ||
    unit === 0x3f ||
    unit === 0x3b
  );
}

/** The entry whose annotation a lead byte cut open here (`?yōu)` after a byte that fits), 0 if none. */
function partedBy(lex: Lexicon, text: string, i: number, last: number, unit: number): number {
  const fits = (e: number): boolean => text.startsWith(lex.rest[e]!, i + 1);
  const entry = lex.byLead[last]!.find(fits);
  if (entry !== undefined) return entry;
  return unit < 0x80 && FOLDED[unit] === 1 ? (lex.byLead[unit | 0x80]!.find(fits) ?? 0) : 0;
}

/** Where a toned reading in parentheses ends that begins at i; 0 if there is none. */
function reading(text: string, i: number, end: number): number {
  let toned = false;
  for (let k = i + 1; k < end && k < i + 24; k++) {
    const unit = text.charCodeAt(k);
    if (unit === 0x29) return toned ? k : 0;
    if (TONED.has(text[k]!)) toned = true;
    else if ((unit | 32) < 0x61 || (unit | 32) > 0x7a) {
      if (
        unit !== 0x27 &&
        unit !== 0x2019 &&
        unit !== 0x20 &&
        unit !== 0xfc &&
        !(unit >= 0xc0 && unit < 0x200)
      )
        return 0;
    }
  }
  return 0;
}
