/** The page: input → worker → result, why, other explanations; language, colours, files, gallery. */
import { Client, Stopped } from './client.ts';
import { byId, h, percent } from './dom.ts';
import { EXAMPLES } from './examples.ts';
import { FileView, save } from './fileView.ts';
import type { TextHypothesis } from '../../src/types.ts';
import type { Answer, ChannelInfo } from './protocol.ts';
import { markSelection, openChoices, renderResult, Result, type Selection } from './result.ts';
import { recall, remember } from './settings.ts';
import { copy, fromFragment, toFragment } from './share.ts';
import { STRINGS, type Language, type Strings } from './strings.ts';
import { chainName, renderBytes, renderStory, type Words } from './why.ts';

/** A running repair older than this (ms) is ended when the text changes. */
const PATIENCE = 300;
/** Runners-up are looked for in texts of this length at most. */
const LONGEST_COMPARED = 4000;
/** Only after so long (ms) does the page say that it is working. */
const SILENT = 150;

const input = byId('input') as HTMLTextAreaElement;
const output = byId('output');
const assets = Object.fromEntries(
  Array.from(document.querySelectorAll('script[data-asset]'), (s): [string, string] => [
    s.getAttribute('data-asset')!,
    s.textContent.trim(),
  ]),
);
const client = new Client(byId('engine').textContent, assets);

let language: Language = (recall('language') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
let channels: ReadonlyMap<string, ChannelInfo> = new Map();
let result: Result | null = null;
/** The first answer to the text, and its runners-up; both stay on offer when another explanation is shown. */
let first: Answer | null = null;
let runnersUp: TextHypothesis[] = [];
let explanation = 0;
let damaged: (string | null)[] = [];

const scheme = recall('scheme');
if (scheme) document.documentElement.dataset['scheme'] = scheme;

const t = (): Strings => STRINGS[language];
const words = (): Words => ({ t: t(), language, channels });
const files = new FileView(client, words);

// ——— repair

let running: { text: string; since: number } | null = null;
let wanted: string | null = null;

/** Repairs the newest text; texts that were replaced meanwhile are skipped. */
async function update(): Promise<void> {
  wanted = input.value;
  if (running) {
    if (performance.now() - running.since > PATIENCE) client.stop();
    return;
  }
  while (wanted !== null) {
    const text: string = wanted;
    wanted = null;
    if (text === '') {
      show(null);
      continue;
    }
    running = { text, since: performance.now() };
    const timer = setTimeout(() => status(t().working), SILENT);
    try {
      const answer = await client.call('repair', [text, null]);
      if (wanted === null) show(answer);
    } catch (error) {
      if (!(error instanceof Stopped)) status(t().failed + String(error));
    } finally {
      clearTimeout(timer);
      running = null;
    }
  }
}

function show(answer: Answer | null): void {
  first = answer;
  runnersUp = [];
  explanation = 0;
  result = answer && new Result(answer);
  render();
  if (!answer || (!answer.repair.changed && answer.repair.spans.length === 0 && isAscii(answer.input)))
    return;
  void showRunnersUp(answer);
}

async function showRunnersUp(answer: Answer): Promise<void> {
  if (answer.input.length > LONGEST_COMPARED) return;
  const found = await unlessStopped(client.call('alternatives', [answer.input]));
  if (!found || first !== answer) return;
  runnersUp = found.filter(({ text }) => text !== answer.repair.text);
  if (runnersUp.length > 0 && result?.answer === answer) status(summary(answer));
  renderOthers();
}

/** What a call gives, or null where a newer text ended it. */
async function unlessStopped<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Stopped) return null;
    throw error;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function status(text: string): void {
  byId('status').textContent = text;
}

function summary(answer: Answer): string {
  const { repair, proven } = answer;
  const runs = repair.spans.filter((s) => s.channels.length > 0);
  const beyond = repair.spans.length - runs.length;
  const inferred = runs.reduce((n, s) => n + s.inferred.length, 0);
  const parts: string[] = [];
  if (runs.length > 0) {
    parts.push(t().repaired(runs.length, percent(repair.confidence)));
    if (inferred > 0) parts.push(t().inferredCount(inferred));
    if (proven.filter(Boolean).length === runs.length) parts.push(t().proven);
  }
  if (beyond > 0) parts.push(t().beyond(beyond));
  if (parts.length === 0) parts.push(runnersUp.length > 0 ? t().cleanButMaybe : t().clean);
  return parts.join(language === 'zh' ? '' : ' ');
}

// ——— show

function render(): void {
  for (const id of ['copy', 'download', 'share']) (byId(id) as HTMLButtonElement).disabled = !result;
  if (result) {
    renderResult(result, t());
    status(summary(result.answer));
  } else {
    output.replaceChildren(h('span', { class: 'muted' }, t().outputEmpty));
    status('');
  }
  renderWhy();
  renderOthers();
}

function renderWhy(): void {
  renderStory(result, words());
  const selection = result?.selection;
  byId('steppers').hidden = !selection;
  if (!result || !selection) return;
  void drawBytes(result, selection.span);
}

async function drawBytes(shown: Result, index: number): Promise<void> {
  const { restored, channels: steps } = shown.answer.repair.spans[index]!;
  const traced = await unlessStopped(client.call('trace', [restored, steps]));
  if (traced && shown === result && shown.selection?.span === index) renderBytes(shown, traced, words());
}

/** Explanations to switch to: the best, the runners-up, and the text as it is. */
function renderOthers(): void {
  const list = byId('other-list');
  const others = runnersUp;
  byId('others').hidden = !first || (others.length === 0 && !first.repair.changed);
  if (!first) return;
  const main = first;
  if (!main.repair.changed && explanation === 0) explanation = -1;
  const steps = main.repair.spans.find((s) => s.channels.length > 0)?.channels ?? [];
  const option = (index: number, name: string, text: string, note: string): Node =>
    h(
      'li',
      {},
      h(
        'button',
        { type: 'button', 'aria-pressed': String(index === explanation), onclick: () => void choose(index) },
        h('span', { class: 'name' }, name, note === '' ? '' : h('span', { class: 'muted' }, ` · ${note}`)),
        h('span', { class: 'sample', lang: 'zh' }, text.slice(0, 80)),
      ),
    );
  const items = others.map((a, i) =>
    option(i + 1, chainName(a.channels, words()), a.text, t().evidence(Math.round(a.logOdds / Math.LN2))),
  );
  if (main.repair.changed) items.unshift(option(0, chainName(steps, words()), main.repair.text, t().best));
  items.push(option(-1, t().asIs, main.input, ''));
  list.replaceChildren(...items);
}

async function choose(index: number): Promise<void> {
  if (!first) return;
  const main = first;
  const other = runnersUp[index - 1];
  let answer = main;
  if (other) {
    const allowed = [...new Set(other.channels.map((c) => c.channel))];
    const again = await client.call('repair', [main.input, allowed]);
    answer = again.repair.text === other.text ? again : whole(main.input, other.text);
  } else if (index < 0) answer = whole(main.input, main.input);
  if (first !== main) return;
  explanation = index;
  result = new Result(answer);
  render();
  const pressed = document.querySelector<HTMLElement>('#other-list [aria-pressed="true"]');
  pressed?.focus();
}

/** A text without an account of its parts. */
function whole(text: string, becomes: string): Answer {
  const repair = { ...first!.repair, text: becomes, changed: becomes !== text, spans: [], alternatives: [] };
  return { input: text, repair, changed: [], proven: [], milliseconds: 0 };
}

// ——— language and colours

function renderLanguage(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  document.title = t().title;
  for (const element of document.querySelectorAll<HTMLElement>('[data-t]'))
    element.textContent = t()[element.dataset['t'] as 'title'];
  input.placeholder = t().placeholder;
  byId('language').textContent = t().language;
  byId('language').lang = language === 'zh' ? 'en' : 'zh-Hans';
  byId('language').setAttribute('aria-label', t().languageLabel);
  byId('scheme').setAttribute('aria-label', t().scheme);
  byId('scheme').title = t().scheme;
  renderGallery();
  files.render();
  render();
}

function renderGallery(): void {
  byId('example-list').replaceChildren(
    ...EXAMPLES.flatMap((example, i) => {
      const text = damaged[i];
      if (text === null) return [];
      const use = (): void => {
        if (!text) return;
        input.value = text;
        void update();
        byId('input-title').scrollIntoView({ block: 'start' });
        input.focus({ preventScroll: true });
      };
      return h(
        'li',
        {},
        h(
          'button',
          { type: 'button', onclick: use },
          h('span', { class: 'name' }, example.title[language]),
          h('span', { class: 'sample', lang: 'zh' }, text ?? '…'),
          h('span', { class: 'muted' }, chainName(example.chain, words())),
        ),
      );
    }),
  );
}

// ——— what people do

let flashing: ReturnType<typeof setTimeout> | undefined;
/** Says on a button what it did. */
function flash(id: 'copy' | 'share', text: string): void {
  byId(id).textContent = text;
  clearTimeout(flashing);
  flashing = setTimeout(() => {
    for (const each of ['copy', 'share'] as const) byId(each).textContent = t()[each];
  }, 1600);
}

async function copyResult(): Promise<void> {
  await copy(result?.text() ?? '');
  flash('copy', t().copied);
}

async function shareInput(): Promise<void> {
  const fragment = await toFragment(input.value);
  if (fragment === null) {
    flash('share', t().tooLong);
    return;
  }
  history.replaceState(null, '', fragment);
  await copy(location.href);
  flash('share', t().shared);
}

input.addEventListener('input', () => void update());
byId('clear').addEventListener('click', () => {
  input.value = '';
  files.clear();
  history.replaceState(null, '', location.href.split('#')[0]);
  void update();
  input.focus();
});
byId('copy').addEventListener('click', () => void copyResult());
byId('share').addEventListener('click', () => void shareInput());
byId('download').addEventListener('click', () => {
  if (result) save(new Blob([result.text()], { type: 'text/plain;charset=utf-8' }), 'luanma.txt');
});
byId('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  remember('language', language);
  renderLanguage();
});
byId('scheme').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset['scheme']
    ? root.dataset['scheme'] === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset['scheme'] = dark ? 'light' : 'dark';
  remember('scheme', root.dataset['scheme']);
});
byId('previous').addEventListener('click', () => step(-1));
byId('next').addEventListener('click', () => step(1));

function step(by: 1 | -1): void {
  if (!result) return;
  result.move(by);
  markSelection(result);
  renderWhy();
}

output.addEventListener('click', (event) => {
  const target = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
  const run = target?.closest<HTMLElement>('[data-span]');
  if (!result || !target || !run) return;
  const selection = { span: Number(run.dataset['span']), at: Number(target.dataset['at']) };
  result.selection = selection;
  markSelection(result);
  renderWhy();
  const span = result.answer.repair.spans[selection.span]!;
  const inferred = span.inferred.find(({ start }) => start === selection.at);
  if (!inferred) return;
  const current = result;
  const shown = current.picks.get(`${selection.span}:${selection.at}`);
  openChoices(target, inferred, shown ?? span.text.slice(inferred.start, inferred.end), t(), (text) => {
    void pick(current, selection, text);
  });
});

/** Puts in the character that was picked and says whether the whole still agrees with the input. */
async function pick(shown: Result, { span: index, at }: Selection, text: string): Promise<void> {
  shown.picks.set(`${index}:${at}`, text);
  renderResult(shown, t());
  document.querySelector<HTMLElement>(`#output [data-span="${index}"] [data-at="${at}"]`)?.focus();
  const span = shown.answer.repair.spans[index]!;
  if (span.text !== span.restored) return;
  const { channels: steps, observed } = span;
  const picked = { restored: shown.spanText(index), channels: steps, observed };
  const holds = await unlessStopped(client.call('verify', [picked]));
  if (holds !== null && shown === result) status(holds ? t().proven : t().unproven);
}

const picker = byId('picker') as HTMLInputElement;
byId('open').addEventListener('click', () => picker.click());
picker.addEventListener('change', () => {
  void files.open(Array.from(picker.files ?? []));
  picker.value = '';
});

let dragged = 0;
const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
addEventListener('dragenter', (event) => {
  if (!holdsFiles(event)) return;
  dragged++;
  document.body.classList.add('dragged');
});
addEventListener('dragleave', (event) => {
  if (holdsFiles(event) && --dragged <= 0) document.body.classList.remove('dragged');
});
addEventListener('dragover', (event) => {
  if (holdsFiles(event)) event.preventDefault();
});
addEventListener('drop', (event) => {
  dragged = 0;
  document.body.classList.remove('dragged');
  const dropped = Array.from(event.dataTransfer?.files ?? []);
  if (dropped.length === 0) return;
  event.preventDefault();
  void files.open(dropped);
  byId('files').scrollIntoView({ block: 'nearest' });
});

async function readFragment(): Promise<void> {
  const text = await fromFragment(location.hash);
  if (text === null || text === input.value) return;
  input.value = text;
  void update();
}
addEventListener('hashchange', () => void readFragment());

renderLanguage();
if (input.value !== '') void update(); // kept by the browser over a reload
void readFragment();
void begin();

async function begin(): Promise<void> {
  const known = await client.ready;
  channels = new Map(known.map((c) => [c.id, c]));
  damaged = await client.call('damage', [EXAMPLES.map(({ text, chain }) => ({ text, chain }))]);
  document.documentElement.dataset['ready'] = '';
  renderLanguage();
}
