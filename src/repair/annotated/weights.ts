/** Tuned constants of annotated pages, in bits unless said; set on dev by `npm run evaluate -- --only annotated --set dev`. */

/** Hypotheses kept at a place of a shifted stretch, and how far behind the best. */
export const SHIFT_BEAM = 12;
export const SHIFT_MARGIN = 18;
/** Pairs that vanish one behind the other: 政府及 loses two; hypotheses that lose another one. */
export const MAX_VANISHED = 2;
export const VANISHED_AGAIN = 3;
/** A character that the model knows only by its page of 128: which of them it is. */
export const RARE = 6;
/** Nothing vanishes from a hypothesis this far behind the best. */
export const VANISH_MARGIN = 18;
/** So many characters of those that two unknown bytes allow, by frequency. */
export const MAX_CANDIDATES = 150;
/** Candidates for a character with lost bytes: this far behind the best. */
export const CANDIDATE_MARGIN = 12;
/** An aligned ASCII character read as folded full-width, which only what follows can show. */
export const LITERAL_MARK = 1;

/** A cut where there can be one: half of the places have one. */
export const CUT_BITS = 1;
/** A lead byte at the end of a line before the block's: it would have swallowed the line end. */
export const DANGLING = 8;

/** For the page: an entry annotated amid text, its further occurrences, a mark of a parted character. */
export const DISTINCT = 8;
export const REPEATED = 2;
export const PARTED = 10;
/** Against it: an annotated character bare; one that no level explains; a reading after another character; a character the converter would not have left. */
export const BARE = 6;
export const MISFIT = 4;
export const FOREIGN_READING = 10;
export const FOREIGN_LINE = 2;
/** What other lines of the block can say against it at most. */
export const MAX_AGAINST = 60;
/** Annotated words that stand alone prove no more than this, however many. */
export const ISOLATED = 4;
/** Evidence at which confidence is 0.9, and what moves it to 0.99. */
export const PAGE_THRESHOLD = 20;
export const BITS_PER_NINE = 5;

/** The page's own pairs of characters, and its own Han characters: their share at most, and the count at which they have half of it. */
export const PAIR_SHARE = 0.25;
export const PAIR_HALF = 3;
export const SINGLE_SHARE = 0.08;
export const SINGLE_HALF = 100;
/** A closing mark whose opening one stands before it, or does not. */
export const QUOTE_MATCH = 3;
export const QUOTE_STRAY = 5;
/** Pauses that never meet: 。、 */
export const ODD_PUNCTUATION = 8;
/** A number that begins with 0. */
export const LEADING_ZERO = 7;
/** A mark of punctuation twice. */
export const DOUBLED = 2;
/** Line ends seen before the page is, and four times as many as spaces behind characters. */
export const BLANK_PRIOR = 2;
/** 后 里 于 么 并 beside converted characters, each and at most; annotated before bare in the table's order, at most. */
export const UNCONVERTED_BITS = 1.5;
export const MAX_UNCONVERTED = 6;
export const MAX_ORDER = 10;
/** A page with no more annotations than this is repaired only where no byte was lost. */
export const FEW_ANNOTATIONS = 3;
/** On a page of few annotations a guess must be as likely as this. */
export const SURE_GUESS = 0.6;
/** A page without readings: what its cuts must gain over the text as it stands, and what its characters must show for lines without cuts. */
export const CUT_GAIN = 20;
export const CONVERTED_PAGE = 0;
/** Other tools' readings: a frequent character with its usual reading, again, with another; all of it where readings stand plain. */
export const COUSIN_DISTINCT = 3;
export const COUSIN_AGAIN = 1;
export const COUSIN_MISFIT = 6;
export const COUSIN_PLAIN = 0.5;
/** Against one tool: a reading in another form, talk of readings; more than this share of the characters annotated. */
export const COUSIN_OTHER_FORM = 6;
export const COUSIN_LESSON = 20;
export const COUSIN_SHARE = 0.25;
