/** The page: puts its parts together and shows what the session says; language and colours. */
import { Client } from './client.ts';
import { byId, h, percent } from './dom.ts';
import { acceptDrops } from './drop.ts';
import { EXAMPLES } from './examples.ts';
import { FileView, save } from './fileView.ts';
import { renderGallery, renderOthers } from './lists.ts';
import type { Answer, ChannelInfo } from './protocol.ts';
import { markSelection, openChoices, renderResult, type Selection } from './result.ts';
import { Session } from './session.ts';
import { recall, remember } from './settings.ts';
import { copy, fromFragment, toFragment } from './share.ts';
import { STRINGS, type Language, type Strings } from './strings.ts';
import { renderBytes, renderStory, type Words } from './why.ts';

const input = byId('input') as HTMLTextAreaElement;
const output = byId('output');
const picker = byId('picker') as HTMLInputElement;
const assets = Object.fromEntries(
  Array.from(document.querySelectorAll('script[data-asset]'), (s): [string, string] => [
    s.getAttribute('data-asset')!,
    s.textContent.trim(),
  ]),
);
const newClient = (): Client => new Client(byId('engine').textContent, assets);

let language: Language = (recall('language') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
let channels: ReadonlyMap<string, ChannelInfo> = new Map();
let damaged: (string | null)[] = [];

const t = (): Strings => STRINGS[language];
const words = (): Words => ({ t: t(), language, channels });
const client = newClient();
const files = new FileView(newClient, words); // a worker of their own: typing ends calls of the other
const session = new Session(client, {
  shown: render,
  compared: () => {
    if (session.result && session.explanation <= 0) status(summary(session.result.answer));
    renderOthers(session, words());
  },
  working: () => status(t().working),
  failed: (message) => status(t().failed + message),
});

function status(text: string): void {
  byId('status').textContent = text;
}

function summary({ repair, proven }: Answer): string {
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
  if (parts.length === 0 && !repair.changed)
    parts.push(session.runnersUp.length > 0 ? t().cleanButMaybe : t().clean);
  return parts.join(language === 'zh' ? '' : ' ');
}

function render(): void {
  const { result } = session;
  for (const id of ['copy', 'download', 'share']) (byId(id) as HTMLButtonElement).disabled = !result;
  if (result) renderResult(result, t());
  else output.replaceChildren(h('span', { class: 'muted' }, t().outputEmpty));
  status(result ? summary(result.answer) : '');
  void renderWhy();
  renderOthers(session, words());
}

async function renderWhy(): Promise<void> {
  const { result } = session;
  renderStory(result, words());
  byId('steppers').hidden = !result?.selection;
  const steps = await session.trace();
  if (steps && result) renderBytes(result, steps, words());
}

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
  renderGallery(damaged, words(), useExample);
  files.render();
  render();
}

function useExample(text: string): void {
  input.value = text;
  void session.update(text);
  byId('input-title').scrollIntoView({ block: 'start' });
  input.focus({ preventScroll: true });
}

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
  await copy(session.result?.text() ?? '');
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

async function readFragment(): Promise<void> {
  const text = await fromFragment(location.hash);
  if (text === null || text === input.value) return;
  input.value = text;
  void session.update(text);
}

function step(by: 1 | -1): void {
  const { result } = session;
  if (!result) return;
  result.move(by);
  markSelection(result);
  void renderWhy();
}

/** Selects the character that was clicked; an inferred one opens its alternatives. */
function select(event: Event): void {
  const target = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
  const run = target?.closest<HTMLElement>('[data-span]');
  const { result } = session;
  if (!result || !target || !run) return;
  const selection: Selection = { span: Number(run.dataset['span']), at: Number(target.dataset['at']) };
  result.selection = selection;
  markSelection(result);
  void renderWhy();
  const span = result.answer.repair.spans[selection.span]!;
  const inferred = span.inferred.find(({ start }) => start === selection.at);
  if (!inferred) return;
  const shown =
    result.picks.get(`${selection.span}:${selection.at}`) ?? span.text.slice(inferred.start, inferred.end);
  openChoices(target, inferred, shown, t(), (text) => void pick(selection, text));
}

async function pick(selection: Selection, text: string): Promise<void> {
  const { result } = session;
  const asked = session.pick(selection, text);
  if (!result) return;
  renderResult(result, t());
  const { span, at } = selection;
  document.querySelector<HTMLElement>(`#output [data-span="${span}"] [data-at="${at}"]`)?.focus();
  const holds = await asked;
  if (holds !== null && result === session.result) status(holds ? t().proven : t().unproven);
}

function openFiles(chosen: File[]): void {
  void files.open(chosen);
  byId('files').scrollIntoView({ block: 'nearest' });
}

function switchScheme(): void {
  const root = document.documentElement;
  const shown =
    root.dataset['scheme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  root.dataset['scheme'] = shown === 'dark' ? 'light' : 'dark';
  remember('scheme', root.dataset['scheme']);
}

input.addEventListener('input', () => void session.update(input.value));
output.addEventListener('click', select);
const buttons: Readonly<Record<string, () => void>> = {
  clear: () => {
    input.value = '';
    files.clear();
    history.replaceState(null, '', location.href.split('#')[0]);
    void session.update('');
    input.focus();
  },
  copy: () => void copyResult(),
  share: () => void shareInput(),
  download: () => {
    const text = session.result?.text() ?? '';
    save(new Blob([text], { type: 'text/plain;charset=utf-8' }), 'luanma.txt');
  },
  language: () => {
    language = language === 'zh' ? 'en' : 'zh';
    remember('language', language);
    renderLanguage();
  },
  scheme: switchScheme,
  previous: () => step(-1),
  next: () => step(1),
  open: () => picker.click(),
};
for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener('click', act);
picker.addEventListener('change', () => {
  openFiles(Array.from(picker.files ?? []));
  picker.value = '';
});
acceptDrops(openFiles);
addEventListener('hashchange', () => void readFragment());

const scheme = recall('scheme');
if (scheme) document.documentElement.dataset['scheme'] = scheme;
renderLanguage();
if (input.value !== '') void session.update(input.value); // kept by the browser over a reload
void readFragment();
void begin();

async function begin(): Promise<void> {
  const known = await client.ready;
  channels = new Map(known.map((c) => [c.id, c]));
  damaged = await client.call('damage', [EXAMPLES.map(({ text, chain }) => ({ text, chain }))]);
  document.documentElement.dataset['ready'] = '';
  renderLanguage();
}
