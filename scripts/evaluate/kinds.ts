/**
 * The lossy damage that is evaluated, as data: edit here. Each kind has what the project asks of it.
 * A step whose channel the catalogue does not have (yet) makes a row "no such channel", never a crash.
 */
import type { ChannelStep } from '../../src/types.ts';
import type { Accident } from './accidents.ts';
import { type Chain, steps } from './chains.ts';

export interface LossyKind {
  id: string;
  chain: Chain;
  /** `code`: lines of source with Chinese in them; `cut`: text that ends anywhere, not in a full stop. */
  text?: 'code' | 'cut';
  accident?: Accident;
  /** Floors and aims in percent. */
  characters: number | null;
  exact: number | null;
}

const gbk = (policy: NonNullable<ChannelStep['policy']>): ChannelStep => ({ channel: 'utf8-as-gbk', policy });

/** No floor is asked: the figures are reported. */
const REPORTED = { characters: null, exact: null };

export const LOSSY_KINDS: readonly LossyKind[] = [
  { id: 'utf8-as-gbk, windows', chain: [gbk('windows')], characters: 99.7, exact: 92 },
  { id: 'utf8-as-gbk, java', chain: [gbk('java')], characters: 99.7, exact: 92 },
  { id: 'utf8-as-gbk, whatwg', chain: [gbk('whatwg')], characters: 99.7, exact: 92 },
  { id: 'utf8-as-gbk, python', chain: [gbk('python')], characters: null, exact: null },
  { id: 'utf8-as-gbk, php', chain: [gbk('php')], characters: 99.7, exact: 92 },
  { id: 'utf8-as-gbk, glibc', chain: [gbk('glibc')], characters: null, exact: null },
  { id: 'utf8-as-gbk, mysql', chain: [gbk('mysql')], characters: null, exact: null },
  {
    id: 'utf8-as-gbk, windows, private use dropped',
    chain: [gbk('windows'), ...steps('drop-private-use')],
    characters: 99,
    exact: 75,
  },
  {
    id: 'utf8-as-gbk, whatwg, private use dropped',
    chain: [gbk('whatwg'), ...steps('drop-private-use')],
    characters: 99,
    exact: 75,
  },
  { id: 'utf8-as-gbk twice', chain: steps('utf8-as-gbk', 'utf8-as-gbk'), characters: null, exact: null },
  {
    id: 'utf8-as-latin1, then utf8-as-gbk',
    chain: steps('utf8-as-latin1', 'utf8-as-gbk'),
    characters: null,
    exact: null,
  },
  {
    id: 'utf8-as-cp1252, undefined bytes dropped',
    chain: [{ channel: 'utf8-as-cp1252', policy: 'windows' }, ...steps('drop-undefined')],
    characters: 99.5,
    exact: 90,
  },
  {
    id: 'utf8-as-latin1, C1 dropped',
    chain: steps('utf8-as-latin1', 'drop-c1'),
    characters: 82,
    exact: null,
  },
  {
    id: 'utf8-as-latin1, NBSP as space',
    chain: steps('utf8-as-latin1', 'nbsp-as-space'),
    characters: 99.8,
    exact: 97,
  },
  {
    id: 'utf8-as-cp1252, NBSP as space',
    chain: steps('utf8-as-cp1252', 'nbsp-as-space'),
    characters: 99.8,
    exact: 97,
  },
  {
    id: 'utf8-as-latin1, soft hyphen dropped',
    chain: steps('utf8-as-latin1', 'drop-soft-hyphen'),
    characters: 99.8,
    exact: 97,
  },
  {
    id: 'utf8-as-cp1252, soft hyphen dropped',
    chain: steps('utf8-as-cp1252', 'drop-soft-hyphen'),
    characters: 99.8,
    exact: 97,
  },
  {
    id: 'utf8-as-latin1, NEL as newline',
    chain: steps('utf8-as-latin1', 'nel-as-newline'),
    characters: 99.8,
    exact: 97,
  },
  {
    id: 'utf8-as-latin1, end trimmed',
    chain: steps('utf8-as-latin1', 'trim-end'),
    text: 'cut',
    characters: 99.8,
    exact: 97,
  },
  { id: 'gbk-as-big5', chain: steps('gbk-as-big5'), characters: 98.5, exact: 85 },
  {
    id: 'gbk-as-big5, whatwg',
    chain: [{ channel: 'gbk-as-big5', policy: 'whatwg' }],
    characters: 98.5,
    exact: 85,
  },
  {
    id: 'gbk-as-big5, private use dropped',
    chain: steps('gbk-as-big5', 'drop-private-use'),
    characters: 98.5,
    exact: 85,
  },
  { id: 'gbk-as-euc-kr', chain: steps('gbk-as-euc-kr'), characters: 98.5, exact: 85 },
  {
    id: 'gbk-as-euc-kr, whatwg',
    chain: [{ channel: 'gbk-as-euc-kr', policy: 'whatwg' }],
    characters: 98.5,
    exact: 85,
  },
  { id: 'gbk-as-sjis', chain: steps('gbk-as-sjis'), characters: 98.5, exact: 85 },
  {
    id: 'gbk-as-sjis, whatwg',
    chain: [{ channel: 'gbk-as-sjis', policy: 'whatwg' }],
    characters: 98.5,
    exact: 85,
  },
  { id: 'big5-as-gbk', chain: steps('big5-as-gbk'), characters: 96, exact: 50 },
  {
    id: 'big5-as-gbk, whatwg',
    chain: [{ channel: 'big5-as-gbk', policy: 'whatwg' }],
    characters: 96,
    exact: 50,
  },
  {
    id: 'big5-as-gbk, python',
    chain: [{ channel: 'big5-as-gbk', policy: 'python' }],
    characters: 96,
    exact: 50,
  },
  {
    id: 'big5-as-gbk, glibc',
    chain: [{ channel: 'big5-as-gbk', policy: 'glibc' }],
    characters: 96,
    exact: 50,
  },
  {
    id: 'big5-as-gbk, private use dropped',
    chain: steps('big5-as-gbk', 'drop-private-use'),
    characters: 96,
    exact: 50,
  },
  { id: 'utf8-as-sjis', chain: steps('utf8-as-sjis'), characters: 98, exact: null },
  { id: 'utf8-as-big5', chain: steps('utf8-as-big5'), characters: 80, exact: null },
  { id: 'utf8-as-euc-kr', chain: steps('utf8-as-euc-kr'), characters: null, exact: null },
  { id: 'gbk-as-utf8', chain: steps('gbk-as-utf8'), characters: 45, exact: null },
  {
    id: 'gbk-as-utf8, U+FFFD as ?',
    chain: steps('gbk-as-utf8', 'ufffd-as-question'),
    characters: null,
    exact: null,
  },
  {
    id: 'utf8-as-gbk, whatwg, U+FFFD as ?',
    chain: [gbk('whatwg'), ...steps('ufffd-as-question')],
    characters: 99.7,
    exact: 92,
  },
  { id: '锟斤拷', chain: steps('gbk-as-utf8', 'utf8-as-gbk'), characters: 45, exact: null },
  { id: '嚙踝蕭', chain: steps('big5-as-utf8', 'utf8-as-big5'), characters: null, exact: null },
  {
    id: 'gbk-as-macroman, NBSP as space',
    chain: steps('gbk-as-macroman', 'nbsp-as-space'),
    characters: null,
    exact: null,
  },
  {
    id: 'utf8-as-macroman, NBSP as space',
    chain: steps('utf8-as-macroman', 'nbsp-as-space'),
    characters: null,
    exact: null,
  },
  { id: 'utf8-as-cp857', chain: steps('utf8-as-cp857'), characters: null, exact: null },
  { id: 'gbk-as-cp857', chain: steps('gbk-as-cp857'), characters: null, exact: null },
  { id: 'gbk, one byte lost', chain: steps('gbk-as-gbk'), accident: 'lost', ...REPORTED },
  { id: 'gbk, one byte put in', chain: steps('gbk-as-gbk'), accident: 'inserted', ...REPORTED },
  ...['utf8-as-gbk', 'utf8-as-cp1252', 'gbk-as-latin1', 'big5-as-gbk'].flatMap((id): LossyKind[] => [
    { id: `${id}, one byte lost`, chain: steps(id), accident: 'lost', ...REPORTED },
    { id: `${id}, one byte put in`, chain: steps(id), accident: 'inserted', ...REPORTED },
    { id: `${id}, cut at its beginning`, chain: steps(id), accident: 'head', ...REPORTED },
    { id: `${id}, cut at its end`, chain: steps(id), accident: 'tail', ...REPORTED },
  ]),
  {
    id: 'utf8-as-gbk, errors ignored',
    chain: [gbk('python'), ...steps('drop-marks')],
    ...REPORTED,
  },
  { id: 'big5-as-latin1, 5C dropped', chain: steps('big5-as-latin1', 'drop-backslash'), ...REPORTED },
  { id: 'big5-as-latin1, 5C as 2F', chain: steps('big5-as-latin1', 'backslash-as-slash'), ...REPORTED },
  {
    id: 'code lines, utf8-as-gbk, windows',
    chain: [gbk('windows')],
    text: 'code',
    characters: 99.5,
    exact: 90,
  },
  {
    id: 'code lines, utf8-as-gbk, whatwg',
    chain: [gbk('whatwg')],
    text: 'code',
    characters: 99.5,
    exact: 90,
  },
];
