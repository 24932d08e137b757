/** The catalogue page's section on `annotated-traditional`: its steps on three sentences, in bytes. */
import { encode } from '../../src/codec/index.ts';
import { toTraditional } from '../../src/channel/annotated/convert.ts';
import { annotatedTables } from '../../src/channel/annotated/tables.ts';
import type { Channel } from '../../src/index.ts';

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

const EXAMPLES: readonly { text: string; breaks?: number[]; note: string }[] = [
  { text: '开发', note: 'two entries, in step: E9 5F and B0 6C each get their reading' },
  {
    text: '针锋',
    note: '98 E4 is 樹: its reading lands inside 鋒; E4 then takes the parenthesis along and is read as `?`, 68 is `h`',
  },
  {
    text: '因为一开始',
    note: 'F2 9E is 驗: everything behind it is read one byte late, until 5F (`_`) agrees again',
  },
  {
    text: '情况。现在',
    breaks: [5],
    note: 'the stream is cut before A3 AC, which reads as ，; A1 is left alone and read as `?`, 46 is `F`',
  },
];

export function annotated(channel: Channel): string[] {
  const { chars, readings } = annotatedTables();
  const lines = [
    '',
    `A page keeps to the first \`level\` of ${chars.length - 1} characters (${chars[1]} ${readings[1]}, ${chars[2]} ${readings[2]}, ${chars[3]} ${readings[3]} …), but for \`except\` and \`also\`; each is annotated always or never. Two bytes that happen to be one of them are annotated as well. \`breaks\`: GBK byte offsets of cuts. \`fold: false\`: full-width punctuation stayed.`,
  ];
  for (const { text, breaks, note } of EXAMPLES) {
    const traditional = toTraditional(text);
    const damaged = channel.forward(text, { channel: channel.id, ...(breaks ? { breaks } : {}) });
    lines.push('', `${text} → ${traditional} (${hex(encode('gbk', traditional).bytes)}) → ${damaged}: ${note}.`);
  }
  return lines;
}

/** The same on `pinyin-annotated`: its forms. */
export function otherTools(channel: Channel): string[] {
  const step = { channel: channel.id, readings: [[2, 'shu']] as [number, string][] };
  const shown = [step, { ...step, space: true }, { ...step, times: 2 }].map((s) => channel.forward('市委書記'.slice(1), s));
  return [
    '',
    `\`readings\`: what stands where; \`times\`: so many times; \`space\`: with a space behind: ${shown.join(', ')}. Taken out where one habit shows on the whole page: at least seven frequent characters with their usual readings (neither doubled nor with a space: twice as many, in Traditional text), few among many characters, no word on readings. Else they stay, and \`detect\` lists them.`,
  ];
}
