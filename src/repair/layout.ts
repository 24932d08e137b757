/**
 * How a document breaks its lines, as far as that tells what a swallowed byte was.
 *
 * A lead byte at a line's end takes the line end with it, so the next line stands on the same one; `?- b` and
 * `?2. b` go on as new lines do, `? B` does not. Where lines end in CR LF only the CR goes.
 */
export interface Layout {
  /** The stretch ends where a line ends. */
  ends: boolean;
  /** The document is one line. */
  only: boolean;
  /** Other lines of the document end in CR LF, and this one in LF. */
  crlf: boolean;
  /** The next line begins a section: a blank line before it is likely. */
  section: boolean;
}

/** Of a text that is a line by itself. */
export const ONE_LINE: Layout = { ends: true, only: true, crlf: false, section: false };

/** The layouts of the stretches of `block`, by where they end; `last`: the document ends with the block. */
export function layoutsOf(block: string, last: boolean): (end: number) => Layout {
  const first = block.indexOf('\n');
  const only = last && (first < 0 || first === block.length - 1);
  const crlf = block.includes('\r\n');
  return (end) => {
    const ended = block[end] === '\n';
    return {
      ends: end === block.length ? last : ended,
      only,
      crlf: crlf && ended && block[end - 1] !== '\r',
      section: ended && /^(?:#{1,6} |```|===|---)/.test(block.slice(end + 1, end + 8)),
    };
  };
}

/** Whether the text from `at` on begins as lines do: an item of a list, a heading, a key, a row of a table, an indented tag. */
export function beginsLine(text: string, at: number): boolean {
  return /^\s*(?:[-*+] |\d{1,3}[.)、] ?|#{1,6} |>|\||```|<[/a-z!]|\/\/|"[^"]{1,30}":|[A-Za-z_][\w-]{0,30}: ?)/.test(
    text.slice(at, at + 40),
  );
}
