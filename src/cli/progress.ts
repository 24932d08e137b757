/**
 * `--progress`: a line on the terminal that standard error is: how much has been read, how fast, how much damage so
 * far, how long it may take. Elsewhere nothing is drawn. Example: "  41 %  203 MB  98 MB/s  17 damaged  3 s left".
 */

const EVERY = 200;

export class Progress {
  readonly #total: number | undefined;
  readonly #columns: number;
  readonly #draw: (text: string) => Promise<void>;
  readonly #now: () => number;
  readonly #begun: number;
  #read = 0;
  #damaged = 0;
  #drawn = -Infinity;
  #shown = false;

  /** `total`: bytes of all inputs, if they are known. */
  constructor(
    total: number | undefined,
    columns: number,
    draw: (text: string) => Promise<void>,
    now: () => number = () => performance.now(),
  ) {
    this.#total = total;
    this.#columns = columns;
    this.#draw = draw;
    this.#now = now;
    this.#begun = now();
  }

  /** So many more bytes have been read. */
  read(bytes: number): void {
    this.#read += bytes;
    this.#refresh();
  }

  /** So many damaged places there are by now. */
  damaged(places: number): void {
    this.#damaged = places;
    this.#refresh();
  }

  /** Takes the line away, before something else is said. */
  async clear(): Promise<void> {
    if (!this.#shown) return;
    this.#shown = false;
    await this.#draw('\r\u001b[K');
  }

  /** Draws the last state, and leaves it. */
  async finish(): Promise<void> {
    await this.#draw(`\r\u001b[K${this.#text()}\n`);
    this.#shown = false;
  }

  #refresh(): void {
    const now = this.#now();
    if (now - this.#drawn < EVERY) return;
    this.#drawn = now;
    this.#shown = true;
    this.#draw(`\r\u001b[K${this.#text().slice(0, this.#columns - 1)}`).catch(() => {});
  }

  #text(): string {
    const seconds = Math.max(0.001, (this.#now() - this.#begun) / 1000);
    const rate = this.#read / seconds;
    const total = this.#total;
    const parts = [size(this.#read), `${size(rate)}/s`, `${this.#damaged} damaged`];
    if (total !== undefined && total > 0) {
      parts.unshift(`${Math.min(100, Math.floor((100 * this.#read) / total))} %`.padStart(5));
      if (this.#read < total && rate > 0) parts.push(`${duration((total - this.#read) / rate)} left`);
    }
    return parts.join('  ');
  }
}

function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e10 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e9)} GB`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
