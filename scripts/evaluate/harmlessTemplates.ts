/**
 * Lines in which an escape is the correct spelling, and lines that only look like one: templates, one list a language
 * or format. The evaluation fills them from the corpus, the tests with the project's own sentences.
 */
const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0');
const upper = (n: number, width: number): string => hex(n, width).toUpperCase();
const unicode = (t: string): string => t.replace(/[^\x00-\x7f]/g, (c) => `\\u${hex(c.charCodeAt(0), 4)}`);
const bytes = (t: string, spell: (b: number) => string): string =>
  Array.from(Buffer.from(t), (b) => (b < 0x80 ? String.fromCharCode(b) : spell(b))).join('');
const octal = (t: string): string => bytes(t, (b) => `\\${b.toString(8)}`);
const xs = (t: string): string => bytes(t, (b) => `\\x${hex(b, 2)}`);
const url = (t: string): string => encodeURIComponent(t);
const entities = (t: string): string =>
  Array.from(t, (c) => (c < '\x80' ? c : `&#${c.codePointAt(0)!};`)).join('');
const entitiesHex = (t: string): string =>
  Array.from(t, (c) => (c < '\x80' ? c : `&#x${upper(c.codePointAt(0)!, 0)};`)).join('');

/** A line about a text, with an ASCII word and a number. */
export type Line = (text: string, word: string, n: number) => string;

/** One language or format each. */
export const TEMPLATES: Readonly<Record<string, readonly Line[]>> = {
  JSON: [
    (t, w) => `{"${w}": "${unicode(t)}"}`,
    (t, w) => `  "${w}": "${unicode(t)}",`,
    (t) => `    "${unicode(t)}",`,
    (t) => `    "${unicode(t)}"`,
    (t, w, n) => `{"id": ${n}, "${w}": "${unicode(t)}", "ok": true}`,
    (t) => `["${unicode(t)}", "${unicode(t)}"]`,
    (t, w) => `{"${unicode(t)}": "${w}"}`,
    (t, w) => `{"url": "https://example.com/${w}/${url(t)}"}`,
  ],
  Python: [
    (t, w) => `${w} = "${unicode(t)}"`,
    (t, w) => `${w} = b'${xs(t)}'`,
    (t, w) => `    assert ${w} == b"${xs(t)}"`,
    (t, w) => `    self.assertEqual(${w}, u'${unicode(t)}')`,
    (t) => `print("${unicode(t)}")`,
    (t, w) => `    return '${xs(t)}'.decode('${w}')`,
    (t) => `re.compile(r'[\\u4e00-\\u9fff]+${t.length}')`,
    (t, w) => `${w} = re.sub("[\\u4e00-\\u9fa5]", "", ${w})  # ${t.length}`,
    (t, w) => `>>> ${w}("${unicode(t)}")`,
    (t) => `'${unicode(t)}'`,
    (t, w) => `${w}(br'${unicode(t)}', br'${unicode(t)}')`,
    (t, w) => `${w} = quote(${w})  # "${entities(t)}"`,
  ],
  'JavaScript and TypeScript': [
    (t, w) => `const ${w} = '${unicode(t)}';`,
    (t) => `  console.log("${unicode(t)}");`,
    (t, w) => `${w}: "${unicode(t)}",`,
    (t, w) => `if (/^[\\u4e00-\\u9fa5]{2,${t.length}}$/.test(${w})) return true;`,
    (t, w) => `${w}.replace(/\\u3000/g, "").replace(/[\\uff01-\\uff5e]/g, ${w});`,
    (t) => `decodeURIComponent("${url(t)}")`,
    (t, w) => `const ${w} = unescape('${escape(t)}');`,
    (t, w) => `  expect(${w}).toBe("${unicode(t)}");`,
    (t) => '`' + unicode(t) + '`',
  ],
  'C and C++': [
    (t, w) => `const char *${w} = "${octal(t)}";`,
    (t) => `printf("${xs(t)}\\n");`,
    (t) => `    "${octal(t)}",`,
    (t, w) => `static const wchar_t ${w}[] = L"${unicode(t)}";`,
    (t) => `    "${xs(t)}"`,
    (t, w) => `#define ${w.toUpperCase()} "${unicode(t)}"`,
    (t) => `"${unicode(t)}"  // ${t.length}`,
    (t, w, n) => `printf("%d%% of %s: %x\\n", ${n}, "${octal(t)}", ${w});`,
  ],
  Java: [
    (t, w) => `String ${w} = "${unicode(t)}";`,
    (t, w) => `${w}.title=${unicode(t)}`,
    (t, w) => `${w} = ${unicode(t)}`,
    (t, w) => `app.${w}: ${unicode(t)}`,
    (t, w) => `${w}.text=\\\n  ${unicode(t)}\\\n  ${unicode(t)}`,
    (t) => `    System.out.println("${unicode(t)}");`,
  ],
  HTML: [
    (t) => `<p>${entities(t)}</p>`,
    (t, w) => `<a href="/wiki/${url(t)}" title="${w}">${entitiesHex(t)}</a>`,
    (t) => `<td>${entitiesHex(t)}</td><td>&nbsp;</td>`,
    (t, w) => `<meta name="${w}" content="${entities(t)}">`,
    (t) => `<!DOCTYPE html>\n<title>${entities(t)}</title>\n${entities(t)}`,
    (t, w) => `<string name="${w}">${entities(t)}</string>`,
    (t) => `<?xml version="1.0"?>\n<name>${entitiesHex(t)}</name>`,
    (t, w) => `<li class="${w}">${entities(t)}<br>${entities(t)}</li>`,
  ],
  URLs: [
    (t, w) => `https://example.com/${w}/${url(t)}`,
    (t) => `https://zh.wikipedia.org/wiki/${url(t)}#${url(t)}`,
    (t, w, n) => `GET /search?${w}=${url(t)}&page=${n} HTTP/1.1`,
    (t, w) => `[${t}](https://example.com/${w}?q=${url(t)})`,
    (t, w) => `${w}=${url(t)}&lang=zh`,
    (t, w) => `<a href="../${w}/${url(t)}.html">`,
    (t) => `见 http://example.cn/s?wd=${url(t)}，谢谢`,
    (t, w) => `10.0.0.1 - - [24/Nov/2026:10:00:00 +0800] "GET /${w}/${url(t)} HTTP/1.1" 200 512`,
    (t, w) => `curl -s 'https://example.com/${w}?name=${url(t)}'`,
    (t) => `Content-Disposition: attachment; filename*=UTF-8''${url(t)}.pdf`,
    (t, w) => `www.example.com/${w}/${url(t)}`,
    (t) => `mailto:a@example.com?subject=${url(t)}`,
    (t) => `url("/img/${url(t)}.png")`,
  ],
  shell: [
    (t) => `printf '${octal(t)}\\n'`,
    (t) => `echo -e "${xs(t)}"`,
    (t, w) => `grep -P '${xs(t)}' ${w}.txt`,
    (t, w) => `${w}=$'${octal(t)}'`,
    (t, w) => `sed -i 's/${xs(t)}/${w}/g' a.txt`,
    (t, w) => `awk '/${octal(t)}/ { print $1 }' ${w}`,
    (t, w, n) => `date +%Y%m%d_%H%M%S; echo ${n}%E ${w}`,
  ],
  LaTeX: [
    (t, w) => `\\section{${t}}\\label{sec:${w}}`,
    (t) => `\\textbf{${t}} \\u{a} \\v{c} \\'e \\"u \\^{\\i}`,
    (t) => `\\usepackage[utf8]{inputenc} % ${t}`,
    (t, w, n) => `\\char"4F60 \\symbol{20320} ${n}\\% \\&\\#20013; ${w}`,
    (t) => `\\begin{CJK}{UTF8}{gbsn}${t}\\end{CJK}`,
  ],
  'Windows paths': [
    (t, w) => `C:\\users\\${w}\\${t}.txt`,
    (t, w, n) => `C:\\users\\u${hex(n + 20000, 4)}\\xab\\${w}`,
    (t, w) => `\\\\server\\${w}\\u4f60\\x86\\${t}`,
    (t, w) => `D:\\data\\2024\\201\\302\\${w}`,
    (t, w) => `copy C:\\abc\\x64\\bin\\${w}.exe E:\\ab\\xcd\\${t}`,
    (t, w) => `"C:\\Program Files (x86)\\${w}\\u1f600.log"`,
    (t, w) => `%APPDATA%\\${w}\\%USERNAME%\\${t}`,
  ],
  'numbers, formats, patterns': [
    (t, w, n) => `${t} 100%E 打 ${n % 100}% 折，${w}`,
    (t, w, n) => `strftime("%d%b%Y %a %e", ${w}) ${n}%`,
    (t, w, n) => `${w}=${upper(n, 2)}=${upper((n * 7) & 255, 2)}`,
    (t, w, n) => `#U${n} <${w}> M-${n} {U} &${w}; ~{}~ +${w}- &amp; ${t}`,
    (t, w, n) =>
      `sha1 ${Array.from({ length: 5 }, (_, i) => hex(((n + 1) * (i + 3) * 2654435761) >>> 0, 8)).join('')}`,
    (t, w, n) => `uuid u${hex(n, 4)}-${hex((n * 3) & 65535, 4)}-4e00-9fa5 ${t}`,
    (t, w, n) =>
      `data:image/png;base64,${Buffer.from(`${w}${n}${w}`).toString('base64')}+${Buffer.from(w).toString('base64')}-`,
    (t) => `正则 [\\u4e00-\\u9fa5] 匹配汉字，${t}`,
    (t) => `syn match zh "\\%u4e2d\\%u6587" ${t.length}`,
    (t) => `/[^\\u4e00-\\u9fa5\\w]/g ${t.length}`,
    (t) => `^[\\x{4e00}-\\x{9fa5}]+$ ${t.length}`,
    (t) => `\`${unicode(t)}\` 是 ${t}`,
    (t, w) => `if (${w}<EE) return <AB> + ${w};`,
    (t, w) => `${w} = a+bcde-f+ghij-k`,
    (t, w) => `msg = ${w}`,
    (t, w, n) => `x = y=${n} z=AB=CD q==EF ${w}`,
    (t, w) => `content: "\\4e2d\\6587"; /* ${w} */`,
    (t, w) => `U+4E2D U+6587 ${w}`,
    (t, w) => `/${w}?egg=bar+spam&egg=baz ${t}`,
    (t, w) => `'egg=bar&#x26;egg=baz&#x26;abc=def' ${w}`,
    (t) => `=?utf-8?q?Cr=C3=AApes_fl=C3=A1mb=C3=A9es?= ${t}`,
    (t, w) => `u4145le ${w}u34311 ${t.length}`,
  ],
};

export const WORDS: readonly string[] = [
  'name',
  'title',
  'user_id',
  'path',
  'config',
  'value',
  'label',
  'message',
  'key',
  'city',
];

/** What a string literal, a pattern or markup cannot hold is taken out. */
export function plain(text: string): string {
  return text.replace(/["'`\\<>&%\n/]/g, '');
}
