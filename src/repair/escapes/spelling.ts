/**
 * Is this the correct spelling here? In a string of source code, in a URL, in HTML, an escape is how the character is
 * written there; in running text, a log or a file name it is damage.
 *
 * Looks at the line, and for HTML and mail at the block. `s = "\u4f60\u597d";` is left alone, `\u4f60\u597d` is not.
 * In doubt the answer is yes: nothing is changed.
 */
import type { Escape } from '../../channel/escapes/index.ts';

const BACKSLASH = new Set(['octal-escape', 'hex-escape', 'unicode-escape']);
const PERCENT = new Set(['percent-escape', 'js-escape']);
const MAIL = new Set(['quoted-printable', 'mime-word', 'utf-7']);

/** Whether an escape at [start, end) is meant. */
export type IsCorrect = (start: number, end: number, escape: Escape) => boolean;

/** So much of a line is looked at on both sides: lines of data have no end. */
const NEAR_LINE = 400;
/** So far around, a tag makes the text HTML. */
const NEAR_TAG = 2000;

/** The question for one block; what does not depend on the place is found out once. */
export function spellingOf(block: string): IsCorrect {
  let mail: boolean | undefined;
  let html: boolean | undefined;
  let line: { start: number; end: number; quotes: Int32Array } | undefined;
  const lineAt = (start: number, end: number): NonNullable<typeof line> => {
    if (!line || start < line.start || end > line.end) {
      const from = block.lastIndexOf('\n', start - 1) + 1;
      const next = block.indexOf('\n', end);
      const to = next < 0 ? block.length : next;
      line = { start: from, end: to, quotes: openQuotes(block.slice(from, to)) };
    }
    return line;
  };
  return (start, end, escape) => {
    const { id } = escape;
    if (id === 'html-special') return false;
    if (MAIL.has(id) && (mail ??= isMail(block))) return true;
    if (id === 'html-entity' && ((html ??= isDocument(block)) || hasTags(block, start, end))) return true;
    const l = lineAt(start, end);
    const cut = Math.max(l.start, start - NEAR_LINE);
    const text = block.slice(cut, Math.min(l.end, end + NEAR_LINE));
    const open = l.quotes[start - l.start]!;
    const quote = open < 0 ? -1 : Math.max(0, open + l.start - cut);
    if (inCode(text, quote, start - cut, end - cut, id)) return true;
    if (PERCENT.has(id)) return inUrl(text, start - cut, end - cut, escape);
    if (!BACKSLASH.has(id)) return false;
    return isSourceLine(text, start - cut, end - cut) || continues(block, l.start, l.end);
  };
}

/** Whether a message is given as it is sent, with its headers. */
function isMail(block: string): boolean {
  return /^(?:mime-version:|content-transfer-encoding:|content-type:\s*(?:text|multipart)\/)/im.test(block);
}

function isDocument(block: string): boolean {
  return /<!doctype|<html|<\?xml|<body/i.test(block);
}

function hasTags(block: string, start: number, end: number): boolean {
  return /<\/?[a-z][\w:-]*(?:\s[^<>]*)?\/?>/i.test(
    block.slice(Math.max(0, start - NEAR_TAG), end + NEAR_TAG),
  );
}

/** Words before a quote that make what it holds a string of a program. */
const BEFORE =
  /(?:[=([{,+<>!&|?;%*~^\\#]|\/\/|\/\*|\b(?:return|in|print|printf|echo|case|assert|import|from|throw|yield|and|or|not|is|puts|raise|say|die|warn|expect|new|typeof|msgid|msgstr|grep|egrep|sed|awk|perl|ruby|tr|rg|printf|let|const|var|val|local|export|set|define|#define|include|require|use|when|if|elif|unless|while|with|as|else|then|eval|char|string|String|str)|(?:^|\s)-[A-Za-z]+)$/;
const KEY = /(?:^|[{,\s[(])(?:"[^"]*"|'[^']*'|[\w.$@-]+)\s*:$/;

/** Whether the run begins in a quoted string that stands where programs and data have strings; it may go on in more of them. */
function inCode(line: string, quote: number, from: number, to: number, id: string): boolean {
  if (quote < 0) return false;
  const char = line[quote]!;
  if (char === '`') return true;
  let close = quote + 1;
  while (close < line.length && line[close] !== char) close += line[close] === '\\' ? 2 : 1;
  if (close < line.length) return isStringPlace(line, quote, close + 1, id);
  return char === '"' && BEFORE.test(line.slice(0, quote).trimEnd());
}

/** Whether the string line[from, to), quotes included, stands where code has one. */
function isStringPlace(line: string, from: number, to: number, id: string): boolean {
  const prefix = /(?<![\w\x80-\uffff])(?:[rubfLRUBF@$]|[rRuUfF][bB]|[bB][rR]|u8R?)$/.exec(
    line.slice(0, from),
  );
  const before = line.slice(0, prefix ? prefix.index : from).trimEnd();
  const after = line.slice(to).trimStart();
  const tight = /[\w$)\]]$/.test(line.slice(0, from)) && !prefix;
  if (tight || BEFORE.test(before) || KEY.test(before) || /^\s*#\s*(?:define|include)\b/.test(line))
    return true;
  if (BACKSLASH.has(id) && /^(?:\/\/|\/\*|#)/.test(after)) return true;
  if (/^(?:[;)\]}+]|,\s*$|,\s*["'\d[{]|:\s|\.\w)/.test(after)) return true;
  if (/^\s*(?:\$ |> |>>> |%|#\s*include|grep |sed |awk |find |git |curl |python |node |perl )/.test(line))
    return true;
  // alone on its line: an element of a list in a program, unless git printed it at the margin
  if (before === '' && after === '')
    return id !== 'octal-escape' && id !== 'hex-escape' ? true : /^\s/.test(line);
  return /[;{]\s*$/.test(line);
}

/** For each place of a line where the string began that is open there; −1 if none is. An apostrophe inside a word opens none. */
function openQuotes(line: string): Int32Array {
  const at = new Int32Array(line.length + 1).fill(-1);
  let open = -1;
  for (let i = 0; i < line.length; i++) {
    at[i] = open;
    const c = line[i]!;
    if (c === '\\') at[++i] = open;
    else if (open >= 0) {
      if (c === line[open]) open = -1;
    } else if (c === '"' || c === '`' || (c === "'" && opensString(line, i))) open = i;
  }
  at[line.length] = open;
  return at;
}

/** After a letter it is an apostrophe, but for the prefixes of strings. */
function opensString(line: string, i: number): boolean {
  return (
    !/[A-Za-z]/.test(line[i - 1] ?? '') ||
    /(?:^|[^\w])(?:[bBuUrRfFL]|[bB][rR]|[rR][bB]|[fF][rR]|[rR][fF])$/.test(line.slice(Math.max(0, i - 3), i))
  );
}

/** A line of source, properties or a pattern around an escape that is in no string. */
function isSourceLine(line: string, from: number, to: number): boolean {
  const head = line.slice(0, from);
  const run = line.slice(from, to);
  // a value in a properties file
  if (/^\s*(?:[\w.$[\]-]+\s*=|[\w$-]*\.[\w.$-]*\s*[=:])[^=]*$/.test(head)) return true;
  // a comment, or code after a keyword
  if (/^\s*(?:\/\/|\/\*|\*\s|\*$|#\s|--\s|;;|%\s)/.test(line) || /(?:^|[^:])\/\/|\/\*/.test(head))
    return true;
  if (/^\s*(?:import|export|const|let|var|function|def|class|return|if|for|while|case)\b.*[(={;]/.test(line))
    return true;
  if (/=>|\)\s*[;{]\s*$/.test(line.slice(to)) || /[\w)]\($/.test(head)) return true;
  // a character class, a range, a pattern between slashes
  if (/\[\^?(?:[^\]\\]|\\[^\]])*$/.test(head) && /^[^[]*\]/.test(line.slice(to))) return true;
  if (
    /^\\[^\s\\]+-\\[^\s\\]+$/.test(run) ||
    /\[\^?(?:[^\]\\-]|\\.){0,200}(?:-\\|\\[xu][\dA-Fa-f]{2,4}-)/.test(run)
  )
    return true;
  if (/(?:^|[\s(,=:])\/\S*$/.test(head) && /^\S*\/[dgimsuvy]*(?:[\s.,;)]|$)/.test(line.slice(to)))
    return true;
  // several strings of a list, begun before what is seen of it
  if (/(["'])\s*[:,]\s*\1/.test(run)) return true;
  // paths of Windows, commands of TeX
  if (/(?:[A-Za-z]:|\\)\\\S*$/.test(head)) return true;
  return /\\(?!x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4})[A-Za-z]{3,}\s*[{[]|\\(?:begin|end|section|usepackage)\b/.test(
    line,
  );
}

/** The line or the one before ends in a backslash: a value in a properties file goes on. */
function continues(block: string, lineStart: number, lineEnd: number): boolean {
  return (
    (lineStart > 1 && block[lineStart - 2] === '\\') ||
    (block[lineEnd - 1] === '\\' && lineEnd < block.length)
  );
}

/** In a word that is a URL, part of one, or data of a form. */
function inUrl(line: string, from: number, to: number, escape: Escape): boolean {
  let start = from;
  while (start > 0 && !/[\s"'<>`(\u3000-\uffff]/.test(line[start - 1]!)) start--;
  let end = to;
  while (end < line.length && !/[\s"'<>`)\u3000-\uffff]/.test(line[end]!)) end++;
  const word = line.slice(start, end);
  const before = line.slice(0, start);
  if (/:\/\/|^(?:www\.|mailto:|data:|javascript:|magnet:|tel:|urn:)/i.test(word)) return true;
  if (/^\/|^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/|^[?&#]|[?&][\w.[\]-]+=|^[\w.[\]*-]+=.*&/.test(word)) return true;
  // one field of a form, which is UTF-8 if it is to be right
  const isUtf8 = escape.read(line.slice(from, to)).some(({ step }) => step.encoding === undefined);
  if (isUtf8 && /^[\w.[\]*-]+=/.test(word)) return true;
  if (/\w''?$/.test(before) && /UTF-8''?$/i.test(before)) return true;
  return /(?:\]\(|\b(?:href|src|action|url)\s*[=:]\s*["']?|url\(["']?|\b(?:GET|POST|PUT|HEAD|DELETE|PATCH)\s)$/i.test(
    before,
  );
}
