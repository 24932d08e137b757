/** Every tuned constant of detection and search, in bits unless said; set on dev by `npm run evaluate`. */

/** Cost of a character under "undamaged" is capped here: no single odd character proves damage. */
export const NULL_CAP = 17;
/** The same where a damaged run is to begin and end: beside one, an odd character is likely part of it. */
export const RUN_CAP = 22;
/** Upper-case words and half-width katakana are judged by their folded forms at this cost a character. */
export const FOLD_COST = 1;
/** Gain needed for a channel whose bytes check themselves (UTF-8), and for all others. */
export const THRESHOLD_UTF8 = 10.5;
export const THRESHOLD_OTHER = 20;
/** The same where the reader takes two bytes for one: its own garbage is long words of hanzi or hangul that no language has. */
export const THRESHOLD_PAIRS = 11;
/** Gain needed where the same channel is proven elsewhere in the block. */
export const THRESHOLD_PROVEN = 8;
/** A run inside a line that is otherwise fine needs this much. */
export const THRESHOLD_RUN = 22;
/** The same for one character of which the last byte is missing. */
export const THRESHOLD_RESIDUE = 14;
/** Channels whose bytes do not check themselves need this many distinct restored characters. */
export const MIN_DISTINCT = 3;
/** Entering and leaving a damaged run; more between two letters than beside punctuation or white space. */
export const BORDER = 1.5;
export const BORDER_LETTERS = 5.5;
/** The same where the writer was UTF-8, whose characters show where they begin. */
export const BORDER_UTF8 = 3;
/** The screen alarms at this many bits of evidence. */
export const ALARM = 10;
/** Hypotheses more than this behind the best are dropped; so many are kept at a place. */
export const BEAM_MARGIN = 32;
export const BEAM_WIDTH = 32;
/** Of the candidates for a lost character that swallowed ASCII so many are tried with every such byte, within so many bits. */
export const SWALLOWING = 7;
export const SWALLOWING_MARGIN = 9;
/** Hypotheses this much behind the best are not asked what a mark stands for. */
export const GUESSING_MARGIN = 10;
/** The same where something may have vanished. */
export const VANISHING_MARGIN = 18;
/** A run that ends in the middle of a character although the line goes on: the rest was read apart from it. */
export const CUT_OFF = 5;
/** Punctuation in pairs (pairs.ts): what closing an open pair costs at most; what else closing, opening again, leaving open costs more. */
export const PAIR_CLOSING = 6;
/** A quotation or bracket hardly ends in a comma. */
export const CLOSED_AT_COMMA = 5;
/** One that is open, but not the last that was opened. */
export const CLOSED_ACROSS = 3;
export const PAIR_UNOPENED = 3;
export const PAIR_REOPENED = 2;
export const PAIR_LEFT_OPEN = 7;
export const QUOTE_LEFT_OPEN = 12;
/**
 * A question mark where a word of the sentence asks, in bits less, and where none does, in bits more; a colon where
 * a list was announced, less; other punctuation where one of them, more. Fitted on 6,812 places in dev: of eight
 * full-width signs the model alone takes the wrong one in 25.1 %, with these in 19.0 %.
 */
export const ASKED = 3;
export const UNASKED = 2;
export const ANNOUNCED = 2.5;
export const ASKED_OTHER = 1;
/** A line end swallowed in a text that is shown as one line: of several, hardly all would have been. */
export const ONLY_LINE = 5;
/** What a swallowed line end costs more before ASCII: a word of another script stands after a space. */
export const LINE_BREAK = 3;
/** What one costs less before what begins lines, and in all before a line that begins a section. */
export const BEGINS_LINE = 5;
export const BLANK_LINE = 3;
/** What the words and open pairs of a line can hardly be worth later: of two that differ in nothing else the one so far behind is dropped. */
export const PAIRS_WORTH = 8;
/** The 20th month, the 45th of a month, 30 o'clock. */
export const NO_SUCH_DATE = 5;
/** Another tag in a line that has some costs at most this. */
export const TAG_AGAIN = 6;
/** Signs of ASCII cost at most what they do in source code, and so much more a character in a line that does not look like it. */
export const CODE_PRIOR = 3;
/** In a line of code a sign after what is not ASCII costs at most this. */
export const CODE_CAP = 9;
/** A brace within backticks that no `$` stands before. */
export const BARE_BRACE = 6;
/** `：${` and `：%s` are common, other full-width signs before them are not. */
export const NO_COLON = 9;
/** A place where the writer's text is not a letter, digit or space this language model knows costs at most this. */
export const CANDIDATE_CAP = 22;
/** A check mark, an arrow or a frame costs at most this where it is restored: logs and code are full of them, prose is not. */
export const SIGN_CAP = 10;
/** One that is guessed costs as much more as it is rarer than this in the model. */
export const SIGN_KNOWN = 15;
/** Cost of assuming that something vanished without a trace, per place. */
export const VANISHED = 5;
/** What a byte lost on the way must explain more than the same channel without, between two Chinese encodings. */
export const ACCIDENT = 14;
/** Cost of assuming that a byte was lost before the text was read; that one was put in; that the text was cut within a character. */
export const LOST_IN_TRANSIT = 14;
export const PUT_IN_TRANSIT = 22;
export const CUT_AWAY = 3;
/** So many hypotheses are kept where that may have happened anywhere. */
export const LOST_WIDTH = 96;
/** Cost of reading a `?` or U+FFFD as lost bytes. */
export const LOST_BYTE = 2;
/** Cost of reading a `?` as a question mark where the reader writes one for what it cannot read. */
export const LITERAL_MARK = 5;
/** How many candidates for a character with lost bytes are taken by frequency, besides the context's own. */
export const LOST_CANDIDATES = 24;
/** So many channels are searched after the cheap ranking. */
export const RANKED_KEPT = 3;
/** The same where the reader was UTF-16. */
export const WIDE_KEPT = 1;
/**
 * What the ranking finds at least about an alarm that a channel explains, by what it read, in text without marks of loss: of 4,775 repairs on dev the
 * least were 20.4 and 14.9 (UTF-8 and others as UTF-16), 22.9 and 16.9 (as single bytes), 14.5 (UTF-8 as double bytes), 5.5
 * (the others), 21.4 (of 57 one byte off), 47 (as UTF-8). Most false alarms are below.
 */
export const RANKED_LEAST = { utf16: 13, single: 15, utf8: 12, double: 5, own: 18, marks: 0 } as const;
/** Bits that a second layer, or a loss on top of a channel, must bring. */
export const LAYER_PRIOR = 12;
export const LOSS_PRIOR = 6;
/** The same for a decoder that hardly anybody met where another explains the marks as well. */
export const RARE_POLICY = 6;
/** Where one character in so many is guessed the search is run for both scripts. */
export const MUCH_GUESSED = 8;
/** The outer layer alone is not taken off if a second one below it is likelier, or less likely by no more than this. */
export const HALF_MARGIN = 4;
/** Longer text that is damaged raises an alarm: what is left of a line, and damage on damage when the outer layer is off. */
export const FEW_UNITS = 20;
/** Damage on damage, at most so deep. */
export const MAX_LAYERS = 4;
/** A piece adds at least this; several weak pieces are no proof. */
export const MIN_PIECE_GAIN = 5;
/** Two distinct restored characters suffice from a channel that does not check itself if the gain is this. */
export const THRESHOLD_SHORT = 34;
/** A line is looked at in stretches of at most twice this many units. */
export const MAX_STRETCH = 1024;
/**
 * What chance makes of random signs, by how many bytes the reader takes for one of them: bits a restored character costs
 * (15–20 in random hanzi, 7–11 in prose, up to 14 in old verse), bits that the text must be better in all, and how much
 * the gain over "undamaged" counts for it.
 */
export const CHANCE = {
  single: { random: 14, needed: 16, observed: 0.25 },
  double: { random: 14.8, needed: 9, observed: 0 },
  utf16: { random: 15, needed: 0, observed: 0 },
  /** The reader was UTF-8, which leaves marks. */
  marks: { random: 11.8, needed: -6, observed: 0 },
  /** The writer was UTF-8. */
  utf8: { random: 17.3, needed: -2, observed: 0 },
} as const;
/** What a character whose bytes were lost costs, about: it does not count for how a piece reads. */
export const UNCERTAIN_BITS = 11;
/** What an ASCII character inside a piece costs, about. */
export const ASCII_BITS = 5;
/** Every further piece of a line pays this: chance finds several weak pieces in a long line. */
export const PIECE_TOLL = 10;
/** Evidence of this many bits in one piece anchors a line: its weaker pieces are then believed as well. */
export const ANCHOR = 40;
/** Explanations this much worse than the best are not considered in its place. */
export const RIVAL_MARGIN = 10;
/** Entering a damaged run again after leaving one in the same line: one explanation for the line is likelier. */
export const REENTRY = 12;
/** A Han character right beside an ASCII letter, inside a run: normal around foreign words, odd inside one. */
export const LETTER_JOIN = 4;
/** So many valid UTF-8 sequences suggest an outer layer even amid text that is none. */
export const OUTER_VALID = 6;
/** The same amid another language's letters, or spread thinly over ASCII words: accents that happen to fit. */
export const THRESHOLD_FOREIGN = 60;
/** Han characters are at least this share of a piece's letters, or the piece is thin. */
export const MIN_DENSITY = 0.3;
/** A character beyond ASCII that touches a piece counts for this much unexplained. */
export const TOUCHING = 12;
/** Less than this left outside the pieces counts as explained whole. */
export const UNEXPLAINED = 12;
/** The same in a long text, as a share of what it costs undamaged. */
export const UNEXPLAINED_SHARE = 0.01;
/** So many units of a character may stand before the place where a long line was cut. */
export const CUT_UNITS = 3;
/**
 * A line of more than twice PROBE units, in which no channel's best stretch brings so many bits at first sight, is searched
 * about the alarm first, PROBE units: most such alarms are false, and the whole line is searched only if one is not.
 */
export const PROBE = 80;
export const PROBED = 40;
/** A channel with less than this share of the best one's ranking gain is no rival. */
export const CLOSE_RIVAL = 0.85;
/** So many bits above the expected ones, summed over neighbours, make a reader stumble. */
export const EXPECTED = 11;
export const STUMBLE = 14;
/** Restored text of at most so many bits a character hides no further layer. */
export const READS_WELL = 11;
/** Where the reader was UTF-8 (forward.ts): so many hypotheses, so many characters tried besides the context's own. */
export const FORWARD_WIDTH = 8;
export const FORWARD_CANDIDATES = 120;
/** Nothing is searched in so many marks if there is no character beyond ASCII for every so many. */
export const MANY_MARKS = 40;
export const MARKS_EACH = 20;
/** Hypotheses so many bits behind the best at the same place are not kept. */
export const FORWARD_MARGIN = 16;
/** Lines that are damaged as the last one was are taken together, so many units at a time. */
export const RUN_UNITS = 4096;
/**
 * Probabilities of inferred characters are taken to this power: with the neighbours held fixed the model is too sure of
 * itself (stated 0.99–0.999 was right in 89 %, 0.93 in 75 % of 9,964 places on dev; with it about as often as stated).
 */
export const INFERENCE_SHARPNESS = 0.5;
