/**
 * Lines and columns of a document that is read in pieces. Both count from 1; a column is a number of
 * characters (code points), a line ends with '\n' alone. Example: in '\u{1f600}a\nb' the 'a' is 1:2, the 'b' 2:1.
 */
export class Position {
  line: number;
  column: number;

  constructor(line = 1, column = 1) {
    this.line = line;
    this.column = column;
  }

  copy(): Position {
    return new Position(this.line, this.column);
  }

  /** Moves over `text` from unit `from` to unit `to`. */
  advance(text: string, from = 0, to: number = text.length): void {
    let head = from;
    for (;;) {
      const newline = text.indexOf('\n', head);
      if (newline < 0 || newline >= to) break;
      this.line++;
      this.column = 1;
      head = newline + 1;
    }
    this.column += characters(text, head, to);
  }
}

/** How many characters lie between two offsets: units, less the low halves of surrogate pairs. */
export function characters(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from + 1; i < to; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
  }
  return count;
}
