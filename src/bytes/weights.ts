/**
 * Every tuned constant of detection and of the search through mixed bytes, in bits unless said.
 * Set on dev by `npm run evaluate -- --only detection`.
 */

/** A byte that is no part of a character. */
export const BAD = 16;
/** The same for the half character at an end where the input was cut. */
export const CUT = 10;
/** The first bad byte of a document costs so much more, and a cut at its ends where it is read: most have none. */
export const BAD_NEW = 8;
export const CUT_NEW = 8;
/** What a byte costs if the bytes are no text. */
export const BINARY_BYTE = 8;
/** Control characters other than tab and line ends. */
export const CONTROL = 14;
/** No character that an encoding has costs more: rare ones exist. */
export const PAIR_CAP = 24;
/** The same where the encoding is not in question but the cut is: less than a bad byte and a letter. */
export const ODD_PAIR = 18;
/** A four-byte character of GB18030, a character beyond the BMP. */
export const RARE = 26;
/** The same in one byte, which has fewer to choose from. */
export const SINGLE_CAP = 15;
/** Capitals are judged by their small letters at this cost a letter. */
export const FOLD = 1;
/** How much likelier a letter is in the language that an encoding is for than among all languages. */
export const HOME = 5;
/** Kana, where the text is taken for Chinese. */
export const KANA = 2;
/** A hanzi alone in ASCII, against a small letter. */
export const EMBEDDED = 6;
/** GB-encoded text in traditional characters, against simplified ones. */
export const HANT_IN_GB = 3;
/** How unlikely an encoding is before anything was read. */
export const PRIOR: Readonly<Record<string, number>> = {
  'utf-8': 0,
  gb18030: 0,
  big5: 0,
  shift_jis: 3,
  'euc-jp': -1,
  'euc-kr': 1,
  'windows-1252': -1,
  'windows-1251': 1,
  'windows-1250': 3,
  'windows-1253': 1,
  'windows-1254': 3,
  'windows-1255': 1,
  'windows-1256': 1,
  'windows-1257': 6,
  'windows-1258': 3,
  'windows-874': -2,
  'koi8-r': 2,
  'koi8-u': 6,
  ibm866: 6,
  'iso-8859-2': 6,
  'iso-8859-5': 7,
  macintosh: 8,
  'utf-16le': 9,
  'utf-16be': 11,
  'utf-32le': 14,
  'utf-32be': 14,
  'utf-7': 14,
  'hz-gb-2312': 6,
  'iso-2022-cn': 8,
  'iso-2022-jp': 6,
  'iso-2022-kr': 8,
  binary: 3,
};
/** An encoding of which the bytes hold no whole character explains nothing. */
export const NO_CHARACTER = 10;
/** A reading in pairs, where every byte beyond ASCII stands alone before a letter. */
export const LONELY = 10;
/** A character in UTF-8 costs at most this: a valid sequence proves itself, whatever it means; one of two bytes less so, but for the signs of Latin-1 (`·`, `§`). */
export const UTF8_CAP = 11;
export const UTF8_PAIR_CAP = 16;
/** A declared encoding, a byte order mark. */
export const DECLARED = 12;
export const MARKED = 30;
/** The first looks: so many bytes each, and a lead of so many bits ends it; over the single-byte pages, which are far off or not, less. */
export const GLANCES: readonly number[] = [64, 192];
export const CLEAR_LEAD = 146;
export const SINGLES_LEAD = 50;
/** A sample that costs more bits a byte than this in every encoding may be in several; that costs so much more. */
export const FLUENT_RATE = 5;
export const MIXED = 8;
/** What is still read of a file that is clear: it must go on as it began, so many bytes at most so many bits a byte and some more. */
export const STEADY = 6.5;
export const STEADY_LOOK = 192;
export const STEADY_SLACK = 50;
/** Bytes that are looked at in one input, and in how many places of a long one. */
export const SAMPLE = 4096;
export const PLACES = 16;
/** N-grams are counted over this many sample bytes at most. */
export const CLOSE_LOOK = 640;
/** Valid UTF-8 with so many bytes beyond ASCII is not weighed any more. */
export const SURELY_UTF8 = 24;
/** Characters are not independent, so the bits of a hypothesis count for less in its confidence: the exponent of least loss on dev ("Exponent of confidence"). */
export const CONFIDENCE = 0.75;
/** Hypotheses this near the best are read, to see whether they say the same. */
export const ALIKE = 12;
/** Hypotheses this far behind the best are not listed. */
export const LISTED = 60;
/** Units read as UTF-16 that cost more on average are none. */
export const UTF16_RATE = 15.5;
/** A full-width form, among others of them, against the ASCII that it stands for: `５７８．２`. */
export const WIDE_FORM = 3;
/** Runs of UTF-7 whose units cost more on average are other base64. */
export const UTF7_RATE = 15;
/** Changing the encoding: at a line end, beside ASCII, inside a run. */
export const SWITCH_LINE = 4;
export const SWITCH_ASCII = 8;
export const SWITCH_RUN = 14;
/** The first change to an encoding that the document has not shown yet. */
export const SWITCH_NEW = 8;
/** A line is beyond doubt if nowhere its characters cost so many bits each and DOUBT bits more, and it has ENOUGH; a shorter one if it leads by so many bits. */
export const FAIR_RATE = 11.5;
export const DOUBT = 20;
/** So many bits less than in another encoding settle such a doubt. */
export const DOUBT_LEAD = -10;
/** The same with a byte left out. */
export const SHIFT_LEAD = 8;
export const ENOUGH = 8;
export const SHORT_LEAD = 10;
/** What a stream holds back before it decides, in bytes. */
export const LOOK_AHEAD: number = 1 << 14;
/** Below this confidence bytes are no text, unless the caller says otherwise. */
export const MIN_CONFIDENCE = 0.9;
