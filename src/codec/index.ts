/** The codec layer: encodings as tables with named error policies, total decoding, every code of a character. */
export { ENCODINGS, INVALID, LEAD, POLICIES } from './codec.ts';
export type { CodePage, Decoded, DecodeError, Encoded, EncodingId, InvalidReason, Policy } from './codec.ts';
export { isAsciiLetter, isAsciiSign, isDigit } from './ascii.ts';
export { decode } from './decode.ts';
export { encode } from './encode.ts';
export { pairLength, replacement } from './errors.ts';
export { codePage, isPage, isSingleByte, tableAsset, type PageId } from './pages.ts';
export { utf8Length, utf8Second } from './utf8.ts';
