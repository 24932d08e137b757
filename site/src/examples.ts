/** The gallery: sentences of our own and how each is damaged. Chains whose channels do not exist are left out. */
import type { ExampleRequest } from './protocol.ts';
import type { Language } from './strings.ts';

export interface Example extends ExampleRequest {
  title: Record<Language, string>;
}

const step = (channel: string, policy?: 'windows' | 'whatwg'): ExampleRequest['chain'][number] =>
  policy ? { channel, policy } : { channel };

export const EXAMPLES: readonly Example[] = [
  {
    title: { zh: '网页打开成了 GBK', en: 'A web page opened as GBK' },
    text: '春天来了，院子里的桃树开满了花，孩子们在树下读书。',
    chain: [step('utf8-as-gbk')],
  },
  {
    title: { zh: '数据库里的 æ…', en: 'The database full of æ' },
    text: '订单已经发货，请留意查收短信。',
    chain: [step('utf8-as-cp1252')],
  },
  {
    title: { zh: '旧软件里的 ÄãºÃ', en: 'ÄãºÃ in old software' },
    text: '本软件只能在中文系统下运行，请先安装字库。',
    chain: [step('gbk-as-cp1252')],
  },
  {
    title: { zh: '繁体系统打开简体文件', en: 'A Simplified file on a Traditional system' },
    text: '请在下午三点以前把报名表交到办公室。',
    chain: [step('gbk-as-big5')],
  },
  {
    title: { zh: '简体系统打开繁体文件', en: 'A Traditional file on a Simplified system' },
    text: '請各位同學準時到禮堂集合，並帶好雨具。',
    chain: [step('big5-as-gbk')],
  },
  {
    title: { zh: '日文系统里的中文', en: 'Chinese on a Japanese system' },
    text: '存档文件已经损坏，请重新开始游戏。',
    chain: [step('gbk-as-sjis')],
  },
  {
    title: { zh: '压缩包里的文件名', en: 'File names from an archive' },
    text: '会议纪要和照片备份',
    chain: [step('gbk-as-cp437')],
  },
  {
    title: { zh: '俄文系统里的中文', en: 'Chinese on a Russian system' },
    text: '明天上午停电，请大家提前存好水。',
    chain: [step('gbk-as-cp1251')],
  },
  {
    title: { zh: '坏了两遍', en: 'Damaged twice' },
    text: '我们的照片都存在旧电脑里，希望还能打开。',
    chain: [step('utf8-as-cp1252'), step('utf8-as-cp1252')],
  },
  {
    title: { zh: '字节丢了，只能推断', en: 'Bytes lost, characters inferred' },
    text: '图书馆周末闭馆，还书请投入门口的箱子。',
    chain: [step('utf8-as-gbk', 'whatwg')],
  },
  {
    title: { zh: '夹注读音的繁体网页', en: 'A Traditional page with readings in it' },
    text: '昨天的会议讨论了城市交通的问题,专家认为应当多修地铁,少建停车场,并且鼓励大家骑车上班。',
    chain: [step('annotated-traditional')],
  },
  {
    title: { zh: 'git 里的中文路径', en: 'Chinese paths in git' },
    text: '文档/会议记录和照片.txt',
    chain: [step('octal-escape')],
  },
];
