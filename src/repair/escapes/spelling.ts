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

export function isCorrectSpelling(block: string, start: number, end: number, escape: Escape): boolean {
  const line = lineAround(block, start, end);
  const from = start - line.start;
  const to = end - line.start;
  const { text } = line;
  if (MAIL.has(escape.id)) return isMail(block);
  if (escape.id === 'html-entity')
    return isHtml(block, line.start, line.end) || inCode(text, from, to, escape.id);
  if (PERCENT.has(escape.id)) return inUrl(text, from, to, escape) || inCode(text, from, to, escape.id);
  if (BACKSLASH.has(escape.id))
    return (
      inCode(text, from, to, escape.id) ||
      isSourceLine(text, from, to) ||
      continues(block, line.start, line.end)
    );
  return escape.id !== 'html-special' && inCode(text, from, to, escape.id);
}

function lineAround(block: string, start: number, end: number): { text: string; start: number; end: number } {
  const from = block.lastIndexOf('\n', start - 1) + 1;
  const next = block.indexOf('\n', end);
  const to = next < 0 ? block.length : next;
  return { text: block.slice(from, to), start: from, end: to };
}

/** Whether the message is given as it is sent, with its headers. */
function isMail(block: string): boolean {
  return /^(?:mime-version:|content-transfer-encoding:|content-type:\s*(?:text|multipart)\/)/im.test(block);
}

/** Lines around in which a tag makes the text HTML. */
const NEAR = 2000;

function isHtml(block: string, start: number, end: number): boolean {
  if (/<!doctype|<html|<\?xml|<body/i.test(block)) return true;
  return /<\/?[a-z][\w:-]*(?:\s[^<>]*)?\/?>/i.test(block.slice(Math.max(0, start - NEAR), end + NEAR));
}

/** Words before a quote that make what it holds a string of a program. */
const BEFORE =
  /(?:[=([{,+<>!&|?;%*~^\\]|\b(?:return|in|print|printf|echo|case|assert|import|from|throw|yield|and|or|not|is|puts|raise|say|die|warn|expect|new|typeof|msgid|msgstr|grep|egrep|sed|awk|perl|ruby|tr|rg|printf|let|const|var|val|local|export|set|define|#define|include|require|use|when|if|elif|unless|while|with|as|else|then|eval|char|string|String|str)|(?:^|\s)-[A-Za-z]+)$/;
const KEY = /(?:^|[{,\s[(])(?:"[^"]*"|'[^']*'|[\w.$@-]+)\s*:$/;

/** Inside a quoted string that stands where programs and data have strings. */
function inCode(line: string, from: number, to: number, id: string): boolean {
  const quote = openQuote(line, from);
  if (quote < 0) return false;
  const char = line[quote]!;
  if (char === '`') return true;
  let close = quote + 1;
  while (close < line.length && line[close] !== char) close += line[close] === '\\' ? 2 : 1;
  if (close < to) return false;
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
  if (tight || BEFORE.test(before) || KEY.test(before)) return true;
  if (/^(?:[;)\]}+]|,\s*$|,\s*["'\d[{]|:\s|\.\w)/.test(after)) return true;
  if (/^\s*(?:\$ |> |>>> |%|#\s*include|grep |sed |awk |find |git |curl |python |node |perl )/.test(line))
    return true;
  // alone on its line: an element of a list in a program, unless git printed it at the margin
  if (before === '' && after === '')
    return id !== 'octal-escape' && id !== 'hex-escape' ? true : /^\s/.test(line);
  return /[;{]\s*$/.test(line);
}

/** Where the string begins that is open at `at`; −1 if none is. An apostrophe inside a word opens none. */
function openQuote(line: string, at: number): number {
  let open = -1;
  for (let i = 0; i < at; i++) {
    const c = line[i]!;
    if (c === '\\') i++;
    else if (open >= 0) {
      if (c === line[open]) open = -1;
    } else if (c === '"' || c === '`' || (c === "'" && !/[A-Za-z]/.test(line[i - 1] ?? ''))) open = i;
    else if (c === "'" && /(?:^|[^\w])[bBuUrRfL]$/.test(line.slice(Math.max(0, i - 2), i))) open = i;
  }
  return open;
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
  if (/^\\[^\s\\]+-\\[^\s\\]+$/.test(run) || /\[\^?(?:\\?[^\]\\-]|\\.)*-/.test(run)) return true;
  if (/(?:^|[\s(,=:])\/\S*$/.test(head) && /^\S*\/[dgimsuvy]*(?:[\s.,;)]|$)/.test(line.slice(to)))
    return true;
  // paths of Windows, commands of TeX
  if (/(?:[A-Za-z]:|\\)\\\S*$/.test(head)) return true;
  return /\\[A-Za-z]{3,}\s*[{[]|\\(?:begin|end|section|usepackage)\b/.test(line);
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
