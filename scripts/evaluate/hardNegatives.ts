/** Generated text that is clean and looks damaged: reported apart from natural text. */
import type { CleanSet } from './clean.ts';
import { points } from './measure.ts';
import { type Random, seeded } from './random.ts';

const N = 2000;

export function hardNegativeSets(): CleanSet[] {
  return Object.entries(MAKERS).map(([name, make]) => {
    const random = seeded(`hard ${name}`);
    return { name: `hard: ${name}`, items: Array.from({ length: N }, (_, i) => make(random, i)) };
  });
}

function fromRange(random: Random, low: number, high: number, n: number): string {
  return Array.from({ length: n }, () => String.fromCodePoint(random.int(low, high))).join('');
}

function fromSet(random: Random, set: string, n: number): string {
  const chars = points(set);
  return Array.from({ length: n }, () => random.pick(chars)).join('');
}

function words(random: Random, list: readonly string[], low = 2, high = 12): string {
  return Array.from({ length: random.int(low, high) }, () => random.pick(list)).join(' ');
}

const RUSSIAN =
  'ПРИКАЗ О НАЗНАЧЕНИИ ДИРЕКТОРА МОСКОВСКОГО ЗАВОДА УЛИЦА ЛЕНИНА ДОМ ОТКРЫТО ЗАКРЫТО ВНИМАНИЕ ОСТОРОЖНО ДВЕРИ ВЫХОД ВХОД МАГАЗИН ПРОДУКТЫ АПТЕКА БАНК РОССИЯ САНКТ ПЕТЕРБУРГ НОВОСТИ СПОРТ КУЛЬТУРА ОБРАЗОВАНИЕ ТЕХНОЛОГИИ'.split(
    ' ',
  );
const GREEK =
  'ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ ΥΠΟΥΡΓΕΙΟ ΠΑΙΔΕΙΑΣ ΑΘΗΝΑ ΘΕΣΣΑΛΟΝΙΚΗ ΕΙΣΟΔΟΣ ΕΞΟΔΟΣ ΠΡΟΣΟΧΗ ΟΔΟΣ ΑΡΙΘΜΟΣ ΦΑΡΜΑΚΕΙΟ ΤΡΑΠΕΖΑ ΝΕΑ ΑΘΛΗΤΙΣΜΟΣ ΠΟΛΙΤΙΣΜΟΣ ΟΙΚΟΝΟΜΙΑ ΚΑΙΡΟΣ'.split(
    ' ',
  );
const LATIN =
  'ÜBERGRÖSSE ÉCOLE FRANÇAISE ÅNGSTRÖM ŁÓDŹ ČESKÁ REPUBLIKA ÎLE DE RÉ SÃO PAULO AÇÃO ÇAĞRI ĞÜİŞÖÇ ŞEHİR İSTANBUL ÑANDÚ ESPAÑA GRÜSSE AUS KÖLN ØRESUND ÆRØ ÞINGVELLIR Ð ŠKODA ŽIŽKOV ŐRÜLT ŰRHAJÓ'.split(
    ' ',
  );
const KATAKANA =
  'ﾃﾞｰﾀ ﾌｧｲﾙ ｴﾗｰ ﾕｰｻﾞｰ ﾊﾟｽﾜｰﾄﾞ ﾄｳｷｮｳ ｵｵｻｶ ｶﾌﾞｼｷｶﾞｲｼﾔ ﾔﾏﾀﾞ ﾀﾛｳ ｽｽﾞｷ ﾊﾅｺ ﾆﾎﾝ ｷﾞﾝｺｳ ﾌﾘｺﾐ ﾃｽｳﾘｮｳ ｺｰﾄﾞ ﾒﾆｭｰ ﾘｽﾄ'.split(' ');
const PINYIN =
  'zhōng guó rén mín gòng hé běi jīng shàng hǎi nǐ hǎo xiè lǜ sè nǚ ér xué xí tiān qì jīn míng zuó lǎo shī péng yǒu ān quán wǎn fàn'.split(
    ' ',
  );
const VIETNAMESE =
  'Việt Nam đường phố Hà Nội người được những trường học thành phố Hồ Chí Minh nước ngày tháng năm quốc gia kinh tế xã hội không thể của với một các cũng rất đẹp ĐẠI HỌC QUỐC GIA CỘNG HÒA XÃ HỘI CHỦ NGHĨA'.split(
    ' ',
  );
const IPA = 'ɑæɐβɓʙɕçðɖɗəɚɛɜɞɟʄɡɠɢʛɦɧħɥɪɨɩʝɭɬɫɮʟɱŋɲɳɴøɵœɶʘɹɺɾɻʀʁɽʂʃʈθʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔˈˌːˑ';
const MATH = '∀∁∂∃∅∆∇∈∉∋∏∑−∓√∝∞∠∧∨∩∪∫∬∮∴∵∼≃≅≈≠≡≤≥≪≫⊂⊃⊆⊇⊕⊗⊥⋅αβγδεζηθλμνξπρστφχψω²³⁻¹₀₁₂ℝℤℕℂ→⇒⇔↦×÷±°';
const BOX = '─│┌┐└┘├┤┬┴┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓■□▪●○◘◙';
const PUNCTUATED = '«»“”‘’„…–—•†‡‰‹›¡¿§¶©®™°±²³´µ·¸¹º¼½¾€£¥¢ƒˆ˜';
const EMOJI = [
  '😀',
  '😂',
  '🤣',
  '😊',
  '😍',
  '🙏',
  '👍',
  '🎉',
  '❤️',
  '🔥',
  '🚀',
  '✅',
  '❌',
  '⚠️',
  '👨‍👩‍👧',
  '🇨🇳',
  '🇹🇼',
  '1️⃣',
  '✨',
  '🐛',
  '📝',
  '♻️',
];

const MAKERS: Record<string, (random: Random, i: number) => string> = {
  'hanzi in dictionary order': (r, i) =>
    Array.from({ length: r.int(6, 40) }, (_, k) => String.fromCharCode(0x4e00 + ((i * 10 + k) % 20900))).join(
      r.pick(['', '', ' ', '、']),
    ),
  'random hanzi of the basic block': (r) => fromRange(r, 0x4e00, 0x9fa5, r.int(4, 30)),
  'random hanzi of extensions A and B': (r) =>
    fromRange(r, 0x3400, 0x4dbf, r.int(2, 15)) + fromRange(r, 0x20000, 0x2a6d6, r.int(2, 10)),
  'one hanzi many times': (r) => fromRange(r, 0x4e00, 0x9fa5, 1).repeat(r.int(3, 60)),
  'two hanzi alternating': (r) => fromRange(r, 0x4e00, 0x9fa5, 2).repeat(r.int(2, 30)),
  'radicals, strokes and compatibility hanzi': (r) =>
    fromRange(r, 0x2f00, 0x2fd5, r.int(3, 12)) + fromRange(r, 0xf900, 0xfa6d, r.int(3, 12)),
  'random hangul': (r) => fromRange(r, 0xac00, 0xd7a3, r.int(4, 30)),
  'random kana': (r) => fromRange(r, 0x3041, 0x30fe, r.int(4, 30)),
  'half-width katakana': (r) => words(r, KATAKANA),
  'half-width katakana at random': (r) => fromRange(r, 0xff66, 0xff9f, r.int(4, 30)),
  'box drawing': (r) =>
    Array.from({ length: r.int(1, 4) }, () => fromSet(r, BOX.slice(0, 40), 1).repeat(r.int(2, 20))).join(
      r.pick(['', ' ', ' text ']),
    ),
  'box drawing at random': (r) => fromSet(r, BOX, r.int(5, 40)),
  'tables drawn in boxes': (r) =>
    `│ ${r.pick(RUSSIAN)} │ ${r.int(0, 999)} │ ${r.pick(LATIN)} │ ${r.pick(['是', '否', '名称', '數量'])} │`,
  'ASCII art': (r) => fromSet(r, ' _/\\|-=+*#@%&.,:;\'"`~^<>()[]{}oO0', r.int(20, 80)),
  'capitals, Cyrillic': (r) => words(r, RUSSIAN),
  'capitals, Greek': (r) => words(r, GREEK),
  'capitals, accented Latin': (r) => words(r, LATIN),
  'random Cyrillic': (r) => fromRange(r, 0x0400, 0x045f, r.int(5, 40)),
  'random Latin-1 letters': (r) => fromRange(r, 0x00c0, 0x00ff, r.int(3, 20)),
  'random Latin Extended': (r) => fromRange(r, 0x00c0, 0x024f, r.int(5, 40)),
  'typographic signs at random': (r) => fromSet(r, PUNCTUATED, r.int(2, 12)),
  'prices, quotations, footnote signs': (r) =>
    `${r.pick(['«', '“', '„', '‹', '»'])}${r.pick(LATIN)}${r.pick(['»', '”', '“', '›', '«'])} ${r.pick(['£', '¥', '€', '¢', '§', '©', '®', '±'])}${r.int(1, 999)}${r.pick(['°', 'µ', '½', '²', '™', '…', '—', '†'])}`,
  emoji: (r) => Array.from({ length: r.int(1, 12) }, () => r.pick(EMOJI)).join(r.pick(['', ' '])),
  'emoji between words': (r) =>
    `${r.pick(EMOJI)} ${r.pick(['fix', 'feat', '修复', '新增', '完成', 'Done', '更新'])} ${r.pick(EMOJI)} ${r.pick(['测试', '文档', 'build', '設定', 'v1.2'])}${r.pick(EMOJI)}`,
  mathematics: (r) =>
    Array.from({ length: r.int(2, 10) }, () => fromSet(r, MATH, r.int(1, 4))).join(
      r.pick(['', ' ', 'x', ' = ']),
    ),
  'phonetic alphabet': (r) => `/${fromSet(r, IPA, r.int(3, 14))}/`,
  'pinyin with tones': (r) => words(r, PINYIN),
  Vietnamese: (r) => words(r, VIETNAMESE),
  'Vietnamese, decomposed': (r) => words(r, VIETNAMESE).normalize('NFD'),
  bopomofo: (r) => fromRange(r, 0x3105, 0x3129, r.int(3, 20)),
  'full-width ASCII': (r) => fromRange(r, 0xff01, 0xff5e, r.int(3, 30)),
  'circled and parenthesised numbers': (r) =>
    fromRange(r, 0x2460, 0x24ff, r.int(3, 20)) + fromRange(r, 0x3220, 0x33ff, r.int(1, 5)),
  'braille and symbols': (r) => fromRange(r, 0x2800, 0x28ff, r.int(5, 40)),
  'private use': (r) => fromRange(r, 0xe000, 0xf8ff, r.int(1, 10)),
  'question marks': (r) => '?'.repeat(r.int(1, 60)),
  'question marks among hanzi': (r) =>
    Array.from({ length: r.int(2, 8) }, () =>
      r.pick(['什么', '真的', '为什么', '你好', '是吗', '不会吧', '這樣', '好嗎']),
    ).join(r.pick(['?', '??', '???', ' ? '])) + '?',
  'replacement characters': (r) => '\ufffd'.repeat(r.int(1, 20)),
  'debug fill (烫, 屯)': (r) => r.pick(['烫', '屯', '葺', '铪', '燙', '锟斤拷', '靠']).repeat(r.int(2, 20)),
  'hexadecimal, base64, hashes': (r) =>
    fromSet(r, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', r.int(16, 80)) +
    r.pick(['', '=', '==']),
  'surnames one after another': (r) =>
    fromSet(
      r,
      '趙錢孫李周吳鄭王馮陳褚衛蔣沈韓楊朱秦尤許何呂施張孔曹嚴華金魏陶姜戚謝鄒喻柏水竇章雲蘇潘葛奚范彭郎魯韋昌馬苗鳳花方俞任袁柳酆鮑史唐',
      r.int(4, 30),
    ),
};
