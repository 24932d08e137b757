/**
 * `--explain`: each repair told to a person, on standard error.
 *
 *     notes.txt:3:7: utf8-as-gbk, 99.9 % certain
 *       - <what stood there>
 *       + <what was put in>
 *       inferred: x (97 %, or y 2 %)
 *
 * Text is shown on one line: control characters, private use and lone halves of pairs as \u escapes, long spans
 * cut in the middle. Nothing of a file can therefore move the cursor or paint the terminal.
 */
import type { RepairSpan } from '../types.ts';
import { type Finding, kindOf } from './finding.ts';

/** Characters of a span that are shown. */
const SHOWN = 160;
/** Inferred characters that are listed for a span. */
const LISTED = 8;

export type Painter = (colour: 'red' | 'green' | 'bold', text: string) => string;

const CODES = { red: '31', green: '32', bold: '1' } as const;

/** Colours for a terminal, or none. */
export function painter(colour: boolean): Painter {
  return (name, text) => (colour ? `\u001b[${CODES[name]}m${text}\u001b[0m` : text);
}

/** The account of one finding. */
export function account(finding: Finding, paint: Painter): string {
  const { path, line, column, field, span } = finding;
  const place = `${printable(path)}:${line}:${column}`;
  const where = paint('bold', place) + (field === undefined ? '' : ` (field ${printable(field)})`);
  if (!span) return `${where}: not UTF-8, left as it stands\n`;
  const observed = paint('red', `- ${excerpt(span.observed)}`);
  if (span.channels.length === 0) return `${where}: beyond repair, left as it stands\n  ${observed}\n`;
  const lines = [
    `${where}: ${kindOf(finding)}, ${percent(span.confidence)} certain`,
    `  ${observed}`,
    `  ${paint('green', `+ ${excerpt(span.text)}`)}`,
    ...inferences(span),
  ];
  if (span.lost.length > 0) lines.push(`  lost for good: ${span.lost.length}`);
  return `${lines.join('\n')}\n`;
}

/** What `--explain` says at the end. */
export function accountSummary(findings: { repaired: number; beyond: number; encoding: number }): string {
  const parts = [`${findings.repaired} repaired`];
  if (findings.beyond > 0) parts.push(`${findings.beyond} beyond repair`);
  if (findings.encoding > 0) parts.push(`${findings.encoding} not UTF-8`);
  return `luanma: ${parts.join(', ')}\n`;
}

function inferences({ text, inferred }: RepairSpan): string[] {
  if (inferred.length === 0) return [];
  const shown = inferred.slice(0, LISTED).map(({ start, end, alternatives }) => {
    const [first, ...others] = alternatives;
    const odds = first ? [percent(first.probability)] : [];
    const rest = others.slice(0, 2).map((a) => `or ${printable(a.text)} ${percent(a.probability)}`);
    return `${printable(text.slice(start, end))} (${[...odds, ...rest].join(', ')})`;
  });
  const more = inferred.length > LISTED ? `, and ${inferred.length - LISTED} more` : '';
  return [`  inferred: ${shown.join(', ')}${more}`];
}

function percent(p: number): string {
  // Never "100 %": nothing is certain.
  return p > 0 && p < 0.001 ? '< 0.1 %' : `${Math.min(99.9, Math.floor(p * 1000) / 10)} %`;
}

function excerpt(text: string): string {
  const all = Array.from(text);
  if (all.length <= SHOWN) return printable(text);
  const half = SHOWN / 2;
  const left = all.length - SHOWN;
  return `${printable(all.slice(0, half).join(''))} [${left} more] ${printable(all.slice(-half).join(''))}`;
}

/** Text as it may go to a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (c) => {
    if (c === '\n') return '\\n';
    if (c === '\r') return '\\r';
    if (c === '\t') return '\\t';
    const point = c.codePointAt(0)!.toString(16);
    return point.length > 4 ? `\\u{${point}}` : `\\u${point.padStart(4, '0')}`;
  });
}
