/**
 * The repaired text with its marks: changed characters, inferred ones (buttons that open their alternatives), what
 * is lost. Characters picked by hand are kept in `picks` and are part of what is copied.
 */
import type { Inferred, RepairSpan } from '../../src/types.ts';
import { byId, h, percent } from './dom.ts';
import type { Answer } from './protocol.ts';
import type { Strings } from './strings.ts';

/** Characters shown of a text; the download has all of it. */
const SHOWN = 40_000;
/** So many characters get an element of their own. */
const SINGLE = 6_000;

export interface Selection {
  span: number;
  /** UTF-16 offset in the span's text. */
  at: number;
}

export class Result {
  answer: Answer;
  /** `span:start` → the character picked. */
  readonly picks = new Map<string, string>();
  selection: Selection | null = null;

  constructor(answer: Answer) {
    this.answer = answer;
    const first = answer.repair.spans.findIndex((s) => s.channels.length > 0 && s.text !== '');
    if (first >= 0) this.selection = { span: first, at: this.positions(first)[0] ?? 0 };
  }

  /** A span's text with the characters that were picked. */
  spanText(index: number): string {
    const span = this.answer.repair.spans[index]!;
    return span.inferred.reduceRight((text, { start, end }) => {
      const pick = this.picks.get(`${index}:${start}`);
      return pick === undefined ? text : text.slice(0, start) + pick + text.slice(end);
    }, span.text);
  }

  /** The whole text with the characters that were picked. */
  text(): string {
    const { input, repair } = this.answer;
    if (this.picks.size === 0) return repair.text;
    let out = '';
    let at = 0;
    repair.spans.forEach((span, i) => {
      out += input.slice(at, span.start) + this.spanText(i);
      at = span.end;
    });
    return out + input.slice(at);
  }

  /** Offsets of the characters of a span that can be looked at. */
  positions(index: number): number[] {
    const span = this.answer.repair.spans[index]!;
    const ranges = this.answer.changed[index] ?? [[0, span.text.length]];
    return ranges.flatMap(([start, end]) => {
      const all: number[] = [];
      for (let at = start; at < end; at += span.text.codePointAt(at)! > 0xffff ? 2 : 1) all.push(at);
      return all;
    });
  }

  /** Moves the selection by one character that can be looked at; stays at the ends. */
  move(by: 1 | -1): void {
    if (!this.selection) return;
    const { span, at } = this.selection;
    const positions = this.positions(span);
    const next = positions.indexOf(at) + by;
    if (next >= 0 && next < positions.length) {
      this.selection = { span, at: positions[next]! };
      return;
    }
    const { spans } = this.answer.repair;
    for (let s = span + by; s >= 0 && s < spans.length; s += by) {
      if (spans[s]!.channels.length === 0 || spans[s]!.text === '') continue;
      const all = this.positions(s);
      if (all.length === 0) continue;
      this.selection = { span: s, at: by > 0 ? all[0]! : all[all.length - 1]! };
      return;
    }
  }
}

/** Shows the text in `#output`. */
export function renderResult(result: Result, t: Strings): void {
  const output = byId('output');
  const { input, repair } = result.answer;
  const nodes: (Node | string)[] = [];
  let at = 0;
  let shown = 0;
  let single = 0;
  for (const [i, span] of repair.spans.entries()) {
    if (shown > SHOWN) break;
    const between = input.slice(at, span.start);
    nodes.push(between);
    single += span.text.length;
    nodes.push(spanNode(result, i, span, single <= SINGLE, t));
    shown += between.length + span.text.length;
    at = span.end;
  }
  nodes.push(input.slice(at, at + Math.max(0, SHOWN - shown)));
  if (repair.text.length > SHOWN) nodes.push(h('p', { class: 'note' }, t.more(SHOWN)));
  output.replaceChildren(...nodes);
  markSelection(result);
}

function spanNode(result: Result, index: number, span: RepairSpan, single: boolean, t: Strings): Node {
  if (span.channels.length === 0) return h('span', { class: 'lost', title: t.legendLost }, span.text);
  const run = h('span', { class: single ? 'run' : 'run whole', 'data-span': index });
  if (!single) {
    run.append(span.text);
    return run;
  }
  const positions = new Set(result.positions(index));
  let plain = '';
  const flush = (): void => {
    if (plain !== '') run.append(plain);
    plain = '';
  };
  for (let at = 0; at < span.text.length;) {
    const inferred = span.inferred.find(({ start }) => start === at);
    const lost = span.lost.find(({ start }) => start === at);
    const char = String.fromCodePoint(span.text.codePointAt(at)!);
    const end = inferred?.end ?? lost?.end ?? at + char.length;
    if (inferred) {
      flush();
      run.append(inferredNode(result, index, inferred, span.text.slice(at, end), t));
    } else if (lost) {
      flush();
      run.append(h('span', { class: 'lost', title: t.legendLost }, span.text.slice(at, end)));
    } else if (positions.has(at) && char !== '\n') {
      flush();
      run.append(h('span', { class: 'changed', 'data-at': at }, char));
    } else plain += char;
    at = Math.max(end, at + 1);
  }
  flush();
  return run;
}

function inferredNode(result: Result, index: number, inferred: Inferred, text: string, t: Strings): Node {
  const own = result.picks.get(`${index}:${inferred.start}`) ?? text;
  const sure = inferred.alternatives.find((a) => a.text === own)?.probability ?? 0;
  return h(
    'button',
    {
      type: 'button',
      class: 'inferred',
      'data-at': inferred.start,
      'aria-haspopup': 'dialog',
      'aria-label': `${own}, ${t.legendInferred}, ${percent(sure)}`,
    },
    own === '' ? '∅' : own,
  );
}

/** Marks the selected character in `#output`. */
export function markSelection({ selection }: Result): void {
  for (const old of document.querySelectorAll('#output .selected')) old.classList.remove('selected');
  if (!selection) return;
  const found = document.querySelector(`#output [data-span="${selection.span}"] [data-at="${selection.at}"]`);
  found?.classList.add('selected');
}

/** Opens the alternatives of an inferred character beside its button; `pick` is told which one was taken. */
export function openChoices(
  button: HTMLElement,
  inferred: Inferred,
  current: string,
  t: Strings,
  pick: (text: string) => void,
): void {
  const choices = byId('choices');
  const list = inferred.alternatives.map(({ text, probability }) =>
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': text === current ? 'true' : 'false',
        onclick: () => {
          choices.hidePopover();
          pick(text);
        },
      },
      h('span', { class: 'glyph' }, text === '' ? '∅' : text),
      h('span', { class: 'odds' }, percent(probability)),
    ),
  );
  choices.replaceChildren(h('h3', { id: 'choices-title' }, t.choices), h('div', { class: 'list' }, ...list));
  choices.showPopover();
  const at = button.getBoundingClientRect();
  const { width, height } = choices.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - 8));
  const below = at.bottom + 6 + height <= innerHeight;
  choices.style.left = `${left}px`;
  choices.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
  list.find((b) => b.getAttribute('aria-pressed') === 'true')?.focus();
}
