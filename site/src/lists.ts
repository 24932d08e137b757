/** The lists of buttons under the result: explanations to switch to, and the gallery of examples. */
import { byId, h } from './dom.ts';
import { EXAMPLES } from './examples.ts';
import type { Session } from './session.ts';
import { chainName, type Words } from './why.ts';

/** Characters of a text that a button shows. */
const SAMPLE = 80;

/** Explanations to switch to: the best, the runners-up, and the text as it is. */
export function renderOthers(session: Session, words: Words): void {
  const { first, runnersUp, explanation } = session;
  byId('others').hidden = !first || (runnersUp.length === 0 && !first.repair.changed);
  if (!first) return;
  const { t } = words;
  const choose = async (index: number): Promise<void> => {
    await session.choose(index);
    document.querySelector<HTMLElement>('#other-list [aria-pressed="true"]')?.focus();
  };
  const option = (index: number, name: string, text: string, note: string): Node =>
    item(name, note, text, {
      'aria-pressed': String(index === explanation),
      onclick: () => void choose(index),
    });
  const items = runnersUp.map((other, i) =>
    option(
      i + 1,
      chainName(other.channels, words),
      other.text,
      t.evidence(Math.round(other.logOdds / Math.LN2)),
    ),
  );
  if (first.repair.changed) {
    const steps = first.repair.spans.find((s) => s.channels.length > 0)?.channels ?? [];
    items.unshift(option(0, chainName(steps, words), first.repair.text, t.best));
  }
  items.push(option(-1, t.asIs, first.input, ''));
  byId('other-list').replaceChildren(...items);
}

/** The gallery; `damaged`: what each example became, null where its channel does not exist; `use` is given the text. */
export function renderGallery(
  damaged: readonly (string | null)[],
  words: Words,
  use: (text: string) => void,
): void {
  byId('example-list').replaceChildren(
    ...EXAMPLES.flatMap(({ title, chain }, i) => {
      const text = damaged[i];
      if (text === null) return [];
      const made = item(title[words.language], '', text ?? '…', { onclick: () => use(text ?? '') });
      made.firstElementChild!.append(h('span', { class: 'muted' }, chainName(chain, words)));
      return made;
    }),
  );
}

function item(name: string, note: string, text: string, attributes: Parameters<typeof h>[1]): HTMLElement {
  return h(
    'li',
    {},
    h(
      'button',
      { type: 'button', ...attributes },
      h('span', { class: 'name' }, name, note === '' ? '' : h('span', { class: 'muted' }, ` · ${note}`)),
      h('span', { class: 'sample', lang: 'zh' }, text.slice(0, SAMPLE)),
    ),
  );
}
