/**
 * The converter's own script: Simplified to Traditional one character at a time (后 里 于 … stay), and back.
 *
 * The way back is unique but for 著, which stands for 着 and for itself: 沿著 is 沿着, 著名 is 著名; and 吒 in
 * 哪吒, which only 叱咤 makes another. Both directions keep the number of UTF-16 units of text in the BMP.
 */
import { annotatedTables } from './tables.ts';

/** What the converter writes for a text. */
export function toTraditional(text: string): string {
  const t = annotatedTables();
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const target = t.toTraditional[unit]!;
    if (target !== unit) {
      out += text.slice(from, i) + String.fromCharCode(target);
      from = i + 1;
    } else if (unit >= 0xd800 && unit < 0xdc00) {
      const pair = t.astral.get(text.slice(i, i + 2));
      if (pair !== undefined) {
        out += text.slice(from, i) + pair;
        from = i + 2;
      }
    }
  }
  return from === 0 ? text : out + text.slice(from);
}

/**
 * 著 after one of these, or before one of those, is 著; counted in the training corpus, as the verbs that take
 * 着 are, which outweigh what follows (随着作 is 随着 + 作; before 著名 and 著作 only a few do). 执著 is 执着 three times out of four.
 */
const BEFORE = '显原名论编译巨土卓昭专所遗拙';
const AFTER = '名作称述录者书《';
const VERBS_ALWAYS = '随味挥跟试听学绕布';
const VERBS =
  '味随看穿带接用跟活试沿志朝拿写开抱睡藏戴长绕盯听待笑留临附坐忙冲挥吃挂载哭背持动放躺含摸示当打盖护装站连身溢趁住起隔靠' +
  '顶望冒急怀追说响嵌拉拖发瞒顺引贴视围斥征爱走存负陪刻做功裹伴觉演骑漫跑将印励牵握挨闻画领沉撑烁衣摆耀备满就借担凭守抢踩' +
  '帮提面逼按披推闲舞赶聚证布罩结透插点注始抓玩忍空包拎捧举烧扶奔喊循夹扛扰横搂养呆躲划饰叫饿光递跪闹盼续念顾喝闭伏见倒淌' +
  '趴转蹲揣洗胁粘承射跳斜踏挡催荡憋悬驶磨拦迈叼铺乘嚷吵拽捂挽储跃合照';

/**
 * Back to Simplified. `keep`: UTF-16 offsets of the characters that stay although they have a source;
 * absent, it is chosen by the words around (`stays`).
 */
export function toSimplified(text: string, keep: readonly number[] = stays(text)): string {
  const table = annotatedTables().toSimplified;
  let out = '';
  let from = 0;
  let next = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const source = table[unit]!;
    if (source === unit) continue;
    while (next < keep.length && keep[next]! < i) next++;
    if (keep[next] === i) continue;
    out += text.slice(from, i) + String.fromCharCode(source);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Offsets of the 著 that are 著 in Simplified, too, and of the 吒 that is not the one of 叱咤. */
export function stays(text: string): number[] {
  const table = annotatedTables().toSimplified;
  const at = (i: number): string =>
    i < 0 || i >= text.length ? ' ' : String.fromCharCode(table[text.charCodeAt(i)]!);
  const found: number[] = [];
  for (let i = text.indexOf('\u8457'); i >= 0; i = text.indexOf('\u8457', i + 1)) {
    const before = at(i - 1);
    const after = at(i + 1);
    const verbs = after === '名' || after === '作' ? VERBS_ALWAYS : VERBS;
    if (BEFORE.includes(before) || (AFTER.includes(after) && !verbs.includes(before))) found.push(i);
  }
  for (let i = text.indexOf('\u5412'); i >= 0; i = text.indexOf('\u5412', i + 1))
    if (at(i - 1) !== '叱') found.push(i);
  return found.sort((a, b) => a - b);
}
