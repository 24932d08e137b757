/** Files: one card each, with progress, what was repaired, excerpts and the download. */
import { byId, h } from './dom.ts';
import { Stopped, type Client } from './client.ts';
import type { FileReport } from './protocol.ts';
import { chainName, type Words } from './why.ts';
import { encodingName } from './words.ts';

/** Encodings that are not changed by writing UTF-8. */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'ascii', 'binary']);

/** Repairs files one after the other and shows them in `#file-list`. */
export class FileView {
  readonly #newClient: () => Client;
  #client: Client | null = null;
  readonly #words: () => Words;
  #reports: FileReport[] = [];
  #failures: string[] = [];
  /** Counts calls of `open`: a later one ends an earlier one. */
  #turn = 0;

  /** `newClient` is called when the first file is opened. */
  constructor(newClient: () => Client, words: () => Words) {
    this.#newClient = newClient;
    this.#words = words;
    byId('stop').addEventListener('click', () => this.stop());
    byId('download-all').addEventListener('click', () => void this.#downloadAll());
  }

  /** Forgets the files and ends what is being done to them. */
  stop(): void {
    if (byId('progress-row').hidden) return;
    this.#turn++;
    this.#client?.stop();
    byId('progress-row').hidden = true;
    byId('file-status').textContent = this.#words().t.stopped;
  }

  clear(): void {
    this.stop();
    this.#reports = [];
    this.#failures = [];
    byId('files').hidden = true;
  }

  async open(files: readonly File[]): Promise<void> {
    this.stop();
    const turn = ++this.#turn;
    this.#reports = [];
    this.#failures = [];
    byId('files').hidden = false;
    byId('progress-row').hidden = false;
    byId('file-status').textContent = '';
    this.render();
    const client = (this.#client ??= this.#newClient());
    const bar = byId('progress') as HTMLProgressElement;
    const total = files.reduce((sum, f) => sum + f.size, 0) || 1;
    let done = 0;
    for (const file of files) {
      byId('progress-name').textContent = file.name;
      try {
        const progress = (share: number): void => {
          bar.value = (done + share * file.size) / total;
        };
        const reports = await client.call('file', [file], progress);
        if (turn !== this.#turn) return;
        this.#reports.push(...reports);
      } catch (error) {
        if (error instanceof Stopped || turn !== this.#turn) return;
        this.#failures.push(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      done += file.size;
      bar.value = done / total;
      this.render();
    }
    byId('progress-row').hidden = true;
  }

  render(): void {
    const words = this.#words();
    byId('download-all').hidden = this.#reports.length < 2;
    byId('file-list').replaceChildren(
      ...this.#reports.map((report) => card(report, words)),
      ...this.#failures.map((text) => h('li', { class: 'card failed' }, words.t.failed + text)),
    );
  }

  async #downloadAll(): Promise<void> {
    const files = this.#reports.map(({ newName, output }) => ({ name: newName, content: output }));
    if (this.#client) save(await this.#client.call('zip', [files]), 'luanma.zip');
  }
}

/** Offers a file for download. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function card(report: FileReport, words: Words): HTMLElement {
  const { t } = words;
  const { name, newName, repaired, beyond, binary, excerpts } = report;
  const title =
    name === newName ? h('h3', {}, name) : h('h3', {}, h('del', {}, name), ' → ', h('ins', {}, newName));
  const outcome = binary ? t.fileBinary : repaired + beyond === 0 ? t.fileClean : t.file(repaired, beyond);
  const kinds = report.kinds.slice(0, 4).map(
    ([kind, n]) =>
      `${chainName(
        kind.split(' → ').map((channel) => ({ channel })),
        words,
      )} × ${n}`,
  );
  const converted = UTF_8.has(report.encoding) ? [] : [t.converted(encodingName(report.encoding))];
  const parts: Node[] = [
    h(
      'div',
      { class: 'bar' },
      title,
      h(
        'button',
        {
          type: 'button',
          'aria-label': `${t.download} ${newName}`,
          onclick: () => save(report.output, newName),
        },
        t.download,
      ),
    ),
    h(
      'p',
      {},
      outcome,
      ' ',
      h('span', { class: 'muted' }, [size(report.size), ...converted, ...kinds].join(' · ')),
    ),
  ];
  if (excerpts.length > 0)
    parts.push(
      h(
        'details',
        {},
        h('summary', {}, t.excerpts(excerpts.length, repaired + beyond)),
        h(
          'ol',
          { class: 'excerpts' },
          ...excerpts.map((e) =>
            h(
              'li',
              {},
              h('span', { class: 'muted' }, t.line(e.line)),
              h('p', { class: 'text' }, e.before, h('del', {}, e.observed), e.after),
              h('p', { class: 'text' }, e.before, h('ins', {}, e.text), e.after),
            ),
          ),
        ),
      ),
    );
  return h('li', { class: 'card' }, ...parts);
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
