/**
 * How `--check` tells its findings: as text, as GitHub annotations, as SARIF 2.1.0; and which of them a baseline
 * already knows.
 *
 *     text    a.txt:3:7 utf8-as-gbk
 *     github  ::warning file=a.txt,line=3,col=7,title=luanma utf8-as-gbk::<what stood there> → <what it was>
 *     sarif   one JSON document; columns count characters, each result has a fingerprint and, where it can be repaired, a fix
 */
import { type Baseline, fingerprint } from './baseline.ts';
import { printable } from './explain.ts';
import { checkLine, type Finding, kindOf } from './finding.ts';

export type Format = 'text' | 'github' | 'sarif';
type Write = (text: string) => Promise<void>;

/** Characters of a span that a message shows. */
const SHOWN = 60;

export class Findings {
  /** How many were told: not known to the baseline. */
  reported = 0;
  readonly #format: Format;
  readonly #version: string;
  readonly #baseline: Baseline | undefined;
  readonly #kinds = new Set<string>();

  constructor(format: Format, version: string, baseline?: Baseline) {
    this.#format = format;
    this.#version = version;
    this.#baseline = baseline;
  }

  /** Whether a finding is to be told: it is damage that the baseline does not know. Each is asked about once. */
  wanted(finding: Finding): boolean {
    return !this.#baseline?.knows(finding);
  }

  async tell(finding: Finding, write: Write): Promise<void> {
    this.reported++;
    if (this.#format === 'text') await write(checkLine(finding));
    else if (this.#format === 'github') await write(annotation(finding));
    else {
      await write(this.reported === 1 ? SARIF_HEAD : ',\n');
      this.#kinds.add(kindOf(finding));
      await write(JSON.stringify(sarifResult(finding)));
    }
  }

  /** What stands at the end of the output. */
  async finish(write: Write): Promise<void> {
    if (this.#format !== 'sarif') return;
    if (this.reported === 0) await write(SARIF_HEAD);
    const rules = [...this.#kinds].sort().map((id) => ({ id, shortDescription: { text: ruleText(id) } }));
    const driver = { name: 'luanma', version: this.#version, rules };
    await write(`\n],"columnKind":"unicodeCodePoints","tool":${JSON.stringify({ driver })}}]}\n`);
  }
}

const SARIF_HEAD =
  '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[\n';

function ruleText(kind: string): string {
  if (kind === 'encoding') return 'Bytes that are not UTF-8';
  if (kind === 'beyond-repair') return 'Garbled text that nothing brings back';
  return `Garbled text: ${kind}`;
}

function message(finding: Finding): string {
  const { span } = finding;
  if (!span) return 'These bytes are not UTF-8.';
  if (span.channels.length === 0) return `Garbled beyond repair: ${excerpt(span.observed)}`;
  return `Garbled text (${kindOf(finding)}): ${excerpt(span.observed)} \u2192 ${excerpt(span.text)}`;
}

function excerpt(text: string): string {
  const all = Array.from(text);
  return printable(all.length > SHOWN ? `${all.slice(0, SHOWN).join('')}\u2026` : text);
}

/** A workflow command; https://docs.github.com/actions has the escapes. */
function annotation(finding: Finding): string {
  const { path, line, column } = finding;
  const end = endOf(finding);
  const place = [`line=${line}`, `col=${column}`];
  if (end && end.line === line) place.push(`endColumn=${end.column - 1}`);
  else if (end) place.push(`endLine=${end.line}`);
  if (path !== '-') place.unshift(`file=${property(path)}`);
  return `::warning ${place.join(',')},title=luanma ${property(kindOf(finding))}::${data(message(finding))}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function sarifResult(finding: Finding): object {
  const { path, line, column, field, span } = finding;
  const end = endOf(finding);
  const region = {
    startLine: line,
    startColumn: column,
    ...(end ? { endLine: end.line, endColumn: end.column } : {}),
  };
  const artifactLocation = { uri: encodeURI(path.replaceAll('\\', '/')) };
  // A field's text is spelled with escapes: where it ends in the line, and how it is written there, is not the span's to say.
  const fixable = span && span.text !== span.observed && field === undefined;
  const replacements = [{ deletedRegion: region, insertedContent: { text: span?.text } }];
  return {
    ruleId: kindOf(finding),
    level: 'warning',
    message: { text: message(finding) },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    partialFingerprints: { 'luanma/v1': fingerprint(finding) },
    ...(fixable
      ? {
          fixes: [{ description: { text: 'Repair' }, artifactChanges: [{ artifactLocation, replacements }] }],
        }
      : {}),
  };
}

/** Line and column after the last character; undefined where only the start is known. */
function endOf({ line, column, field, span }: Finding): { line: number; column: number } | undefined {
  if (!span || field !== undefined) return undefined;
  const lines = span.observed.split('\n');
  const last = Array.from(lines.at(-1)!).length;
  return { line: line + lines.length - 1, column: lines.length === 1 ? column + last : last + 1 };
}
