/** Sentences written for these tests. */

export const SIMPLIFIED: readonly string[] = [
  '昨天下午我和同事一起去图书馆借了三本关于历史的书。',
  '如果明天不下雨，我们就去郊外的山上看日出。',
  '这家餐厅的服务员非常热情，饭菜也做得很好吃。',
  '请在提交申请之前仔细检查所有的个人信息是否正确。',
  '孩子们在操场上跑来跑去，笑声传遍了整个校园。',
  '电脑突然死机了，我刚才写的文件全部没有保存。',
  '医生建议他每天早上散步半个小时，少吃油腻的食物。',
  '火车晚点了两个小时，旅客们只好在车站里继续等待。',
  '老师告诉我们，学习语言最重要的是每天坚持练习。',
  '春天来了，公园里的花都开了，到处都是看花的人。',
  '公司决定从下个月开始调整员工的工作时间和工资。',
  '他打开窗户，发现外面已经下了一夜的大雪。',
  '下载完成以后，请双击安装程序并按照提示进行操作。',
];

export const TRADITIONAL: readonly string[] = [
  '昨天晚上我們全家一起去看了一場很精彩的電影。',
  '請把這份文件交給辦公室的同事，謝謝您的幫忙。',
  '今天的天氣很好，適合帶孩子到公園裡散步。',
  '這個問題比我們原來想像的還要複雜得多。',
  '老師說學習寫字最重要的是要有耐心和恆心。',
  '飛機延誤了三個小時，旅客只能在機場等待。',
  '他從書架上拿下一本舊書，慢慢地讀了起來。',
  '歡迎來到我們的網站，請先註冊一個新的帳號。',
  '醫生告訴她每天應該多喝水，並且早點睡覺。',
  '經過多年的努力，他們終於實現了自己的夢想。',
  '圖書館裡非常安靜，每個人都在認真地讀書。',
  '夏天的夜晚，爺爺常常坐在院子裡給我們講故事。',
];

export const CHINESE: readonly string[] = [...SIMPLIFIED, ...TRADITIONAL];

/** Undamaged text in other languages, and Chinese that must stay. */
export const CLEAN: readonly (readonly [language: string, text: string])[] = [
  ['Simplified Chinese', '我们下周三在会议室讨论新的计划。'],
  ['Traditional Chinese', '我們下週三在會議室討論新的計畫。'],
  ['English', 'The café’s owner said “come back tomorrow” — so we did.'],
  ['Japanese', '昨日は友達と一緒に新しい映画を見に行きました。'],
  ['Korean', '어제 친구와 함께 새로 생긴 식당에 갔습니다.'],
  ['Russian', 'Вчера мы с друзьями ходили в новый театр на площади.'],
  ['Ukrainian', 'Сьогодні вранці їжак перебіг дорогу біля нашого дому.'],
  ['Greek', 'Χθες το βράδυ περπατήσαμε δίπλα στη θάλασσα.'],
  ['French', 'L’été dernier, nous avons mangé des crêpes près du château.'],
  ['German', 'Die Bäckerei öffnet früh, außer an süßen Feiertagen.'],
  ['Spanish', '¿Dónde está el niño que quería más piña mañana?'],
  ['Portuguese', 'Não há razão para a emissão de opiniões amanhã.'],
  ['Polish', 'Zażółć gęślą jaźń, a potem wróć szybko do łóżka.'],
  ['Czech', 'Příliš žluťoučký kůň běžel přes dlouhý most.'],
  ['Turkish', 'Güneş doğarken çocuklar bahçede şarkı söylüyordu.'],
  ['Vietnamese', 'Hôm qua chúng tôi đã ăn phở ở một quán nhỏ.'],
  ['Swedish', 'På kvällen åt vi räksmörgås vid ån i byn.'],
  ['Hungarian', 'Az öreg hűtőgépben két üveg őszibaracklé volt.'],
  ['Arabic', 'ذهبنا أمس إلى السوق واشترينا الفواكه الطازجة.'],
  ['Hebrew', 'אתמול הלכנו לשוק וקנינו פירות טריים.'],
  ['Thai', 'เมื่อวานเราไปตลาดและซื้อผลไม้สด'],
  ['Hindi', 'कल हम बाज़ार गए और ताज़े फल खरीदे।'],
  ['code', 'const total = items.map((x) => x.price ?? 0).reduce((a, b) => a + b, 0);'],
  ['drawing', '┌──────┐ │ 12 ░▒▓ │ └──────┘ √ ≤ ∞ ½ °C'],
];
