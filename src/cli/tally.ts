/**
 * What a run has come to, in numbers: the summary as text and as the last record of the report.
 * Example: "luanma: 3 documents, 1 damaged; 2 repaired (utf8-as-gbk 2), 1 beyond repair; 4 characters inferred".
 */
import type { FoundEvent, Skip } from './unit.ts';
import { spanKind } from '../stream/tally.ts';

export class Tally {
  documents = 0;
  /** Documents with any damage, also beyond repair. */
  damaged = 0;
  repaired = 0;
  beyond = 0;
  encoding = 0;
  inferred = 0;
  lost = 0;
  readonly kinds: Map<string, number> = new Map();
  readonly skips: Map<Skip, number> = new Map();

  /** Damaged places of any kind. */
  get places(): number {
    return this.repaired + this.beyond + this.encoding;
  }

  found({ span }: FoundEvent): void {
    if (!span) this.encoding++;
    else if (span.channels.length === 0) this.beyond++;
    else {
      this.repaired++;
      const kind = spanKind(span);
      this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    }
    this.inferred += span?.inferred.length ?? 0;
    this.lost += span?.lost.length ?? 0;
  }

  skipped(why: Skip): void {
    this.skips.set(why, (this.skips.get(why) ?? 0) + 1);
  }

  /** For `--report`; names are public. */
  record(): object {
    const { documents, damaged, repaired, beyond, encoding, inferred, lost } = this;
    const kinds = Object.fromEntries(this.#kinds());
    const skipped = Object.fromEntries(this.skips);
    return {
      type: 'summary',
      documents,
      damaged,
      repaired,
      beyond,
      encoding,
      kinds,
      inferred,
      lost,
      skipped,
    };
  }

  /** For people. */
  text(): string {
    const { documents, damaged, repaired, beyond, encoding, inferred, lost } = this;
    const kinds = this.#kinds().map(([kind, count]) => `${kind} ${count}`);
    const places = [`${repaired} repaired${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`];
    if (beyond > 0) places.push(`${beyond} beyond repair`);
    if (encoding > 0) places.push(`${encoding} not UTF-8`);
    const parts = [
      `${documents} ${documents === 1 ? 'document' : 'documents'}, ${damaged} damaged`,
      places.join(', '),
    ];
    if (inferred + lost > 0) parts.push(`${inferred} characters inferred, ${lost} lost`);
    return `luanma: ${parts.join('; ')}\n`;
  }

  #kinds(): [string, number][] {
    return [...this.kinds].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }
}
