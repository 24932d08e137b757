/** Small helpers to build elements. Text is always set as text. */

type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>>;

/** An element with attributes (`on…`: listeners; true: empty; false, undefined: left out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

/** Longer texts are cut. */
const SHOWN = 16;

/** A short text in which characters that do not show can be seen. */
export function visible(text: string): string {
  if (text === '') return '∅';
  const chars = Array.from(text);
  const shown = chars.slice(0, SHOWN).map(visibleChar).join('');
  return chars.length > SHOWN ? `${shown}…` : shown;
}

function visibleChar(char: string): string {
  if (char === ' ' || char === '\u3000') return '␣';
  if (!/[\p{C}\p{Z}]/u.test(char)) return char;
  return char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
}

/** 0.9987 → 99.8 %; never 100 %, nothing is certain. */
export function percent(p: number): string {
  if (p > 0 && p < 0.001) return '< 0.1 %';
  return `${Math.min(99.9, Math.floor(p * 1000) / 10)} %`;
}
