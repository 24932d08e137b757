/**
 * Fields of records: how they are named, and their repair in objects.
 *
 * `a.b` is the member b of a; a key that itself has the dot is found as well. `*` stands for every element of a list or
 * member of an object. Example: `pages.*.text` of { pages: [{ text: 'x' }, { text: 'y' }] } → 'x' and 'y'.
 * It refuses to change its source: whatever lies on the way to a changed string is copied.
 */
import type { Repair } from '../types.ts';
import { reportOf, type RepairReport } from './tally.ts';

/** A field as it was asked for, and the ways to reach it. */
export interface FieldPath {
  name: string;
  /** Keys from the root; digits are also an index. */
  routes: readonly (readonly string[])[];
}

export function fieldPath(name: string): FieldPath {
  const parts = name.split('.');
  return { name, routes: parts.length > 1 ? [[name], parts] : [parts] };
}

/** The record with the strings of the fields repaired, and the account of all of them. */
export function repairFields(
  record: object,
  fields: readonly FieldPath[],
  repair: (text: string) => Repair,
): { record: object; report: RepairReport } {
  const parts: { length: number; repair: Repair }[] = [];
  const repaired = (text: string): string => {
    const result = repair(text);
    parts.push({ length: text.length, repair: result });
    return result.text;
  };
  const routes = fields.flatMap((field) => field.routes);
  const out = walked(record, routes, repaired) as object;
  return { record: out, report: reportOf(parts) };
}

/** `value` with the strings at the ends of the routes replaced; a string that several routes reach is replaced once. */
function walked(
  value: unknown,
  routes: readonly (readonly string[])[],
  repaired: (text: string) => string,
): unknown {
  if (typeof value === 'string') return routes.some((route) => route.length === 0) ? repaired(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const source = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(source)) {
    const rest = routes
      .filter((route) => route[0] === key || route[0] === '*')
      .map((route) => route.slice(1));
    if (rest.length === 0) continue;
    const before = source[key];
    const after = walked(before, rest, repaired);
    if (after === before) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...source }) as Record<string, unknown>;
    copy[key] = after;
  }
  return copy ?? value;
}
