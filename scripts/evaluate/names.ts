/** Names: countries, languages, scripts, currencies and time zones in every language, places and people. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CleanSet } from './clean.ts';
import type { SourceFile } from './cleanCode.ts';

const LOCALES: readonly string[] = Intl.DisplayNames.supportedLocalesOf(
  (
    'af am ar as ast az be bg bn br bs ca ceb chr cs cv cy da de dsb el en eo es et eu fa ff fi fil fo fr ga gd gl gu ha he hi hr hsb hu hy ia id ig is it ja jv ka kk km kn ko kok ku ky lb lo lt lv mai mi mk ml mn mni mr ms mt my nb ne nl nn no ' +
    'or pa pcm pl ps pt qu rm ro ru sa sat sc sd si sk sl so sq sr sr-Latn su sv sw ta te tg th ti tk to tr tt ug uk ur uz uz-Cyrl vi wo xh yo yue yue-Hans zh zh-Hant zh-Hant-HK zu ii dz bo'
  ).split(' '),
);
/** At least two words, none of them a number, a path or shouted. */
const PERSON = /^(?!.*[/\\\d_$%=+])(?=.*\p{L} \p{L}).*\p{Ll}|^[^\u0000-\u024f]+$/u;
const LOCALE_DIR = '/usr/share/locale';
const ISO_NAMES = /^(iso_3166.*|iso_639.*|iso_15924|iso_4217)\.mo$/;

export function nameSets(sources: readonly SourceFile[]): CleanSet[] {
  return [
    {
      name: 'names: regions, languages, scripts, currencies in all locales',
      items: unique([...displayNames(), ...isoNames()]),
    },
    { name: 'names: time zones in all locales', items: unique(zoneNames()) },
    {
      name: 'names: people in copyright lines and author lists',
      items: unique([...people(sources), ...packageAuthors()]).filter((name) => PERSON.test(name)),
    },
  ];
}

function displayNames(): string[] {
  const region: string[] = [];
  for (let a = 65; a <= 90; a++) for (let b = 65; b <= 90; b++) region.push(String.fromCharCode(a, b));
  const codes: [Intl.DisplayNamesType, string[]][] = [
    ['region', region],
    ['language', region.map((code) => code.toLowerCase())],
    ['currency', Intl.supportedValuesOf('currency')],
    [
      'script',
      'Arab Armn Beng Bopo Brai Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hans Hant Hebr Hira Jpan Kana Khmr Knda Kore Laoo Latn Mlym Mong Mymr Orya Sinh Taml Telu Thaa Thai Tibt'.split(
        ' ',
      ),
    ],
  ];
  return LOCALES.flatMap((locale) =>
    codes.flatMap(([type, list]) => {
      const names = new Intl.DisplayNames([locale], { type, fallback: 'none' });
      return list.flatMap((code) => names.of(code) ?? []);
    }),
  );
}

function zoneNames(): string[] {
  const zones = Intl.supportedValuesOf('timeZone');
  const few = LOCALES.filter((_, i) => i % 3 === 0);
  return [
    ...zones,
    ...few.flatMap((locale) =>
      zones
        .filter((_, i) => i % 6 === 0)
        .flatMap((timeZone) =>
          new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' })
            .formatToParts(0)
            .filter((p) => p.type === 'timeZoneName')
            .map((p) => p.value),
        ),
    ),
  ];
}

/** The translations in the iso-codes message catalogues, where they are installed. */
function isoNames(): string[] {
  if (!existsSync(LOCALE_DIR)) return [];
  return readdirSync(LOCALE_DIR).flatMap((locale) => {
    const dir = join(LOCALE_DIR, locale, 'LC_MESSAGES');
    if (!existsSync(dir)) return [];
    return readdirSync(dir)
      .filter((file) => ISO_NAMES.test(file))
      .flatMap((file) => messages(join(dir, file)).slice(0, 1000));
  });
}

/** Translations of a GNU .mo file: offsets at 12 (originals at 8), count of strings at 8. */
function messages(path: string): string[] {
  const data = readFileSync(path);
  if (data.length < 28 || data.readUInt32LE(0) !== 0x950412de) return [];
  const count = data.readUInt32LE(8);
  const table = data.readUInt32LE(16);
  const out: string[] = [];
  // the first entry is the header
  for (let i = 1; i < count; i++) {
    const length = data.readUInt32LE(table + i * 8);
    const offset = data.readUInt32LE(table + i * 8 + 4);
    out.push(...data.toString('utf8', offset, offset + length).split('\0'));
  }
  return out;
}

function people(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ text }) => [
    ...[...text.matchAll(/copyright (?:\(c\)|©)? ?[\d, –-]+ (?:by )?([^\n<*#(,.]{4,40})/gi)].map((m) =>
      m[1]!.trim(),
    ),
    ...[
      ...text.matchAll(/([^\s<>"'():;,*#|=@{}[\]]+(?: [^\s<>"'():;,*#|=@{}[\]]+){1,3}) <[^<>\s]+@[^<>\s]+>/g),
    ].map((m) => m[1]!.trim()),
  ]);
}

function packageAuthors(): string[] {
  const out: string[] = [];
  for (const dir of ['/usr/share/doc']) {
    if (!existsSync(dir)) continue;
    for (const name of readdirSync(dir)) {
      const file = join(dir, name, 'copyright');
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      if (text.includes('\ufffd')) continue;
      out.push(...people([{ name: file, text }]));
      out.push(
        ...[...text.matchAll(/^(?:Copyright:|\s+)\s*[\d, –-]{4,},? ([^\n<,]{4,40})/gm)].map((m) =>
          m[1]!.trim(),
        ),
      );
    }
  }
  return out;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names.map((n) => n.trim()))].filter((name) => name.length > 1).sort();
}
