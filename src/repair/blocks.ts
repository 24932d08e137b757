/**
 * Where a document is cut: evidence is pooled within a block, and nothing carries over to the next one.
 *
 * A block has at most 65,536 UTF-16 units. While more than that is left, the window of 65,536 units is cut
 * after its last '\n'; a window without one is cut at its end, a unit earlier where a surrogate pair would be
 * split. It refuses to look at time or at chunks: the cuts depend on the text alone, so that the whole text
 * and a stream of it give the same blocks.
 *
 * Example: 'a\n' + 'b' × 65,535 → 'a\n', 'b' × 65,535.
 */

/** The most UTF-16 units that a block has. */
export const BLOCK_UNITS = 65_536;

export interface Block {
  text: string;
  /** UTF-16 offset in the document. */
  start: number;
  /** The document ends where this block ends. Exactly one block of a document that is not empty has it. */
  last: boolean;
}

/** Cuts text that arrives in chunks. What it holds back never exceeds one block. */
export class BlockSplitter {
  #pending = '';
  #start = 0;

  /** The blocks that `text` completes. */
  push(text: string): Block[] {
    const pending = this.#pending + text;
    const blocks: Block[] = [];
    let from = 0;
    // Strictly more than a block: only then is it certain that the document goes on after the cut.
    while (pending.length - from > BLOCK_UNITS) {
      const to = cut(pending, from);
      blocks.push({ text: pending.slice(from, to), start: this.#start, last: false });
      this.#start += to - from;
      from = to;
    }
    this.#pending = from === 0 ? pending : pending.slice(from);
    return blocks;
  }

  /** The last block; nothing for an empty document. */
  end(): Block[] {
    const text = this.#pending;
    this.#pending = '';
    return text === '' ? [] : [{ text, start: this.#start, last: true }];
  }
}

/** The blocks of a whole document, in order; joined they are the document. */
export function splitBlocks(text: string): Block[] {
  const splitter = new BlockSplitter();
  return [...splitter.push(text), ...splitter.end()];
}

/** Where the window that begins at `from` is cut. More than a block must be left. */
function cut(text: string, from: number): number {
  const end = from + BLOCK_UNITS;
  // In a slice, because lastIndexOf on the text would run back to its start for every block of a long line.
  const newline = text.slice(from, end).lastIndexOf('\n');
  if (newline >= 0) return from + newline + 1;
  return isHigh(text.charCodeAt(end - 1)) && isLow(text.charCodeAt(end)) ? end - 1 : end;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
