/** A damaged run inside a clean line: repaired in place, to the character, the rest untouched. */
import { describe, expect, test } from 'vitest';
import { damage, repair, verify } from '../../src/index.ts';

const LONG =
  '從今年起取消，遺失的書仍然要照價賠償，兒童讀物可以用同類的舊書代替，詳情請看公告欄上的說明，或者打電話到值班室詢問，也可以在網站留言，我們會在三個工作天之內答覆。';

const RUNS: readonly (readonly [string, string, string, string])[] = [
  ['gbk-as-cp850', '借閱證請在服務臺辦理，', '逾期還書的罰款', LONG],
  ['gbk-as-big5', '社區圖書館從下個月起', '延長開放時間，', '平日開到晚上九點。'],
  ['big5-as-gbk', '這份報告', '應該在週五之前', '交給主任過目。'],
  ['gbk-as-utf16le', '如果明天下雨，', '比赛改在体育馆', '里进行，时间不变。'],
];

describe('a run inside a clean line', () => {
  test.each(RUNS)('%s', (channel, before, run, after) => {
    const observed = before + damage(run, { channel }).text + after;
    expect(observed).not.toBe(before + run + after);
    expect(repair(observed).text).toBe(before + run + after);
  });
});

describe('the last character of a line that is otherwise repaired', () => {
  test.each([
    ['这个问题我们明天再讨论銆?', '这个问题我们明天再讨论。'],
    ['他到底住在哪一栋楼里锛?', '他到底住在哪一栋楼里？'],
  ])('%s', (observed, original) => {
    const { text, spans } = repair(observed);
    expect(text).toBe(original);
    expect(spans.every((span) => verify(span))).toBe(true);
    expect(spans[0]!.inferred).not.toHaveLength(0);
  });

  test.each(['她的名字是不是叫李璇?', '你见过鹮吗?', '这座山叫崦嵫?'])('%s', (clean) => {
    expect(repair(clean).text).toBe(clean);
  });
});
