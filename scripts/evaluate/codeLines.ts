/** Lines of source code with Chinese in strings, comments and markup: templates filled with text of a side. */
import type { Random } from './random.ts';
import { type Sample, type Script, type Side, pool } from './samples.ts';

/** `{p}` a phrase, `{s}` a sentence, `{n}` a number, `{w}` an ASCII word. */
const TEMPLATES: readonly string[] = [
  '    assistant.chat("{p}！");',
  'print("{s}")',
  "print(f'{p}：{{w}}')",
  "        raise ValueError('{p}')",
  'console.log("{p}", {w});',
  "const {w} = '{s}';",
  '  throw new Error(`{p}：${{w}}`);',
  '// {s}',
  '    // {p}',
  '  /* {p} */',
  ' * {s}',
  '# {s}',
  '    {w} = {n}  # {p}',
  '-- {p}',
  '; {p}',
  'REM {p}',
  '<!-- {s} -->',
  '<h1>{p}</h1>',
  '<p class="{w}">{s}</p>',
  '<button title="{p}">{p}</button>',
  '<label>{p}<input name="{w}"></label>',
  '  "{w}": "{s}",',
  '  "{p}": {n},',
  '{"{w}": "{p}", "id": {n}}',
  '["{p}", "{p}", "{p}"]',
  '{w}: {s}',
  '  - {p}',
  "  title: '{p}'",
  '## {p}',
  '- **{p}**：{s}',
  '| {p} | {w} | {n} |',
  '{n}. {s}',
  '> {s}',
  '[{p}](https://example.com/{w})',
  '![{p}]({w}.png)',
  'System.out.println("{p}" + {w});',
  'logger.info("{p}，{p}");',
  'log.Printf("{p} %d\\n", {n})',
  'fmt.Println("{s}")',
  'std::cout << "{p}" << std::endl;',
  'printf("{p}: %s\\n", {w});',
  'MessageBox.Show("{s}", "{p}");',
  'Write-Host "{p}" -ForegroundColor Green',
  'echo "{s}" >> {w}.log',
  "INSERT INTO {w} (name) VALUES ('{p}');",
  "SELECT * FROM {w} WHERE title = '{p}' LIMIT {n};",
  'content: "{p}";',
  "  label: {p: '{p}', {w}: {n}},",
  'if ({w} == "{p}") { return {n}; }',
  "assert {w} == '{p}', '{s}'",
  '<string name="{w}">{p}</string>',
  'msgstr "{s}"',
  '{w}={p}',
  '    <item>{p}</item> <!-- {p} -->',
  "  if ({w}) alert('{p}');  // {p}",
  'def {w}():  """{s}"""',
];

const WORDS: readonly string[] = [
  'name',
  'user',
  'title',
  'config',
  'result',
  'index',
  'status',
  'path',
  'value',
  'message',
  'fileName',
  'error_code',
  'data',
  'item',
  'count',
  'key',
];

export function codeLine(side: Side, script: Script, random: Random): Sample {
  const text = random.pick(TEMPLATES).replace(/\{([psnw])\}/g, (_, hole: string) => {
    if (hole === 'n') return String(random.int(1, 9999));
    if (hole === 'w') return random.pick(WORDS);
    return plain(pool(side, script).draw(hole === 's' ? 'sentence' : '5–10', random).text);
  });
  return { text, start: 0, end: text.length };
}

/** What a string literal cannot hold is taken out, so that the line stays code. */
function plain(text: string): string {
  return text.replace(/["'`\\<>|\n]/g, '');
}
