/** Tables: printed as they are finished, kept for the dated page. */
import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { cacheDir } from '../corpus.ts';
import { points } from './measure.ts';

export interface Table {
  title: string;
  /** One paragraph: what was counted. */
  note?: string;
  columns: string[];
  rows: (string | number)[][];
}

export interface Section {
  id: string;
  tables: Table[];
}

function cell(value: string | number): string {
  return visible(String(value)).replaceAll('|', '\\|');
}

export function markdown(table: Table): string {
  const lines = [`### ${table.title}`, ''];
  if (table.note) lines.push(table.note, '');
  if (table.rows.length === 0) return [...lines, '(none)', ''].join('\n');
  lines.push(`| ${table.columns.join(' | ')} |`);
  const numeric = (i: number): boolean => i > 0 && /^[–\d<≤]/.test(String(table.rows[0]![i]));
  lines.push(`|${table.columns.map((_, i) => (numeric(i) ? ' ---: ' : ' --- ')).join('|')}|`);
  for (const row of table.rows) lines.push(`| ${row.map(cell).join(' | ')} |`);
  return [...lines, ''].join('\n');
}

/** Control, private-use and other invisible characters as escapes, so that lists of failures can be read. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ue000-\uf8ff\ud800-\udfff]/g,
    (c, at: number) => {
      const unit = c.charCodeAt(0);
      const paired =
        (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) ||
        (unit >= 0xdc00 && unit < 0xe000 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800);
      return paired ? c : `\\u${unit.toString(16).padStart(4, '0')}`;
    },
  );
}

/** Shortens for a listing, around the middle. */
export function short(text: string, limit = 160): string {
  const chars = points(text);
  return chars.length <= limit
    ? visible(text)
    : `${visible(chars.slice(0, limit).join(''))}… (${chars.length})`;
}

/** Writes a listing below `.cache/evaluate` and returns its path. */
export function listing(name: string, lines: readonly string[]): string {
  const path = join(cacheDir('evaluate'), name);
  writeFileSync(path, lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  return relative(resolve(import.meta.dirname, '..', '..'), path);
}
