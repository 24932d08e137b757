/** Why: the channel of the selected run in plain words, and the bytes of the selected character as a picture. */
import type { ChannelStep } from '../../src/types.ts';
import { byId, h, percent, visible } from './dom.ts';
import type { ChannelInfo } from './protocol.ts';
import type { Result } from './result.ts';
import type { Language, Strings } from './strings.ts';
import type { Cell, TraceStep } from './trace.ts';
import { channelName, encodingName, encodingWords, markWords } from './words.ts';

/** Columns shown beside those of the selected character. */
const BESIDE = 1;

export interface Words {
  t: Strings;
  language: Language;
  channels: ReadonlyMap<string, ChannelInfo>;
}

/** All steps of a run in one line. */
export function chainName(steps: readonly ChannelStep[], { language, channels }: Words): string {
  const names = steps.map(({ channel }) => channelName(channels.get(channel), channel, language));
  return names.join(language === 'zh' ? '，再' : ', then ');
}

/** The account of the selected run in `#story`; `bytes` draws into `#bytes`. */
export function renderStory(result: Result | null, words: Words): void {
  const { t } = words;
  const story = byId('story');
  const selection = result?.selection;
  if (!result || !selection) {
    story.replaceChildren(h('p', { class: 'muted' }, result ? t.whyClean : t.whyEmpty));
    byId('bytes').replaceChildren();
    return;
  }
  const { spans } = result.answer.repair;
  const repaired = spans.filter((s) => s.channels.length > 0);
  const span = spans[selection.span]!;
  const parts: Node[] = [];
  if (repaired.length > 1)
    parts.push(h('p', { class: 'muted' }, t.run(repaired.indexOf(span) + 1, repaired.length)));
  parts.push(
    h(
      'p',
      { class: 'verdict' },
      h('strong', {}, chainName(span.channels, words)),
      ' ',
      h('span', { class: 'badge' }, percent(span.confidence)),
      ' ',
      h('span', { class: 'muted' }, t.evidence(Math.round(span.logOdds / Math.LN2))),
    ),
    h('ol', { class: 'steps' }, ...span.channels.flatMap((step) => stepWords(step, words))),
  );
  story.replaceChildren(...parts);
}

function stepWords(step: ChannelStep, { t, language, channels }: Words): Node[] {
  const info = channels.get(step.channel);
  if (!info?.writer || !info.reader) return [h('li', {}, channelName(info, step.channel, language))];
  const read = h('li', {}, t.read(encodingWords(info.reader, language)));
  if (step.policy && info.reader !== 'latin1' && !info.reader.startsWith('utf-16'))
    read.append(h('span', { class: 'muted' }, ` · ${t.unread(markWords(step.policy, language))}`));
  return [h('li', {}, t.written(encodingWords(info.writer, language))), read];
}

/** The selected character's bytes through every step. */
export function renderBytes(result: Result, steps: readonly TraceStep[], words: Words): void {
  const { t } = words;
  const { selection } = result;
  if (!selection) return;
  const span = result.answer.repair.spans[selection.span]!;
  const char = String.fromCodePoint(span.restored.codePointAt(selection.at) ?? 0x20);
  let range: [number, number] = [selection.at, selection.at + char.length];
  const tables: Node[] = [];
  steps.forEach((step, k) => {
    const chosen = step.before.filter((c) => c.at < range[1] && c.at + Math.max(1, c.text.length) > range[0]);
    if (chosen.length === 0) return;
    const from = Math.min(...chosen.map((c) => c.start));
    const to = Math.max(...chosen.map((c) => c.end));
    const after = step.after.filter((c) => c.start < to && c.end > from);
    tables.push(table(step, k, steps.length, from, to, after, words));
    range = [
      Math.min(...after.map((c) => c.at), Infinity),
      Math.max(...after.map((c) => c.at + c.text.length), -Infinity),
    ];
  });
  const heading = h('h3', { 'aria-live': 'polite' }, t.chosen(visible(char)));
  byId('bytes').replaceChildren(heading, ...tables);
}

function table(
  step: TraceStep,
  index: number,
  count: number,
  from: number,
  to: number,
  after: readonly Cell[],
  { t, language, channels }: Words,
): Node {
  const width = step.bytes.length > 0 ? step.bytes.length : Math.max(...step.before.map((c) => c.end), 0);
  const low = Math.max(0, Math.min(from, ...after.map((c) => c.start)) - BESIDE);
  const high = Math.min(width, Math.max(to, ...after.map((c) => c.end)) + BESIDE);
  const cells = (all: readonly Cell[], lit: (c: Cell) => boolean): Node[] =>
    all
      .filter((c) => c.start < high && c.end > low)
      .map((c) =>
        h(
          'td',
          {
            colspan: Math.min(c.end, high) - Math.max(c.start, low),
            class: [
              lit(c) ? 'lit' : '',
              c.mark ? 'mark' : '',
              c.start < low ? 'cut-left' : '',
              c.end > high ? 'cut-right' : '',
            ]
              .filter(Boolean)
              .join(' '),
          },
          visible(c.text),
        ),
      );
  const first = index === 0 ? t.rowBefore : t.rowBetween;
  const rows = [
    row(
      first,
      'text',
      cells(step.before, (c) => c.start < to && c.end > from),
    ),
  ];
  if (step.bytes.length > 0) {
    const hex = step.bytes.slice(low, high).map((b, i) => {
      const lit = low + i >= from && low + i < to;
      return h('td', { class: lit ? 'lit' : '' }, b.toString(16).toUpperCase().padStart(2, '0'));
    });
    rows.push(row(t.rowBytes(encodingName(step.writer!)), 'hex', hex));
    rows.push(
      row(
        t.rowRead(encodingName(step.reader!)),
        'text read',
        cells(step.after, (c) => after.includes(c)),
      ),
    );
  } else
    rows.push(
      row(
        t.rowAfter,
        'text read',
        cells(step.after, (c) => after.includes(c)),
      ),
    );
  const name = channelName(channels.get(step.step.channel), step.step.channel, language);
  const caption = count > 1 ? `${t.step(index + 1)}${language === 'zh' ? '：' : ': '}${name}` : name;
  return h(
    'div',
    { class: 'step' },
    h('p', { class: 'muted' }, caption),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
      h('table', { class: 'bytes', 'aria-label': caption }, h('tbody', {}, ...rows)),
    ),
  );
}

function row(name: string, kind: string, cells: Node[]): Node {
  return h('tr', { class: kind }, h('th', { scope: 'row' }, name), ...cells);
}
