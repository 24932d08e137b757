/** Tuned constants of annotated pages, in bits unless said; set on dev by `npm run evaluate -- --only annotated --set dev`. */

/** Hypotheses kept at a place of a shifted stretch, and how far behind the best. */
export const SHIFT_BEAM = 32;
export const SHIFT_MARGIN = 24;
/** Candidates for a character with lost bytes: this far behind the best. */
export const CANDIDATE_MARGIN = 14;
/** Candidates kept for the character before a swallowed ASCII byte. */
export const EATEN_CANDIDATES = 12;
/** An aligned ASCII character read as folded full-width, which only what follows can show. */
export const LITERAL_MARK = 1;

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
