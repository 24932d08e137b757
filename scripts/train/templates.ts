/**
 * Lines as source files, configuration and Markdown have them: fragments of training sentences put
 * between the delimiters of code. The corpus is prose; what stands after 。" in a program is not in it.
 */
const TEMPLATES = [
  '// $\n',
  '/* $ */\n',
  ' * $\n',
  '# $\n',
  '  // $，$\n',
  '"$"\n',
  "'$'\n",
  'print("$")\n',
  "print('$')\n",
  'console.log("$");\n',
  "console.log('$', x);\n",
  '    "name": "$",\n',
  '    "description": "$"\n',
  "  title: '$',\n",
  '  label: "$",\n',
  'title: $\n',
  'description: $\n',
  '- $\n',
  '- $\n',
  '- **$**：$\n',
  '1. $\n',
  '2. $\n',
  '## $\n',
  '### $\n',
  '# $\n',
  '## $ ($)\n',
  '**$**: $\n',
  '<p>$</p>\n',
  '<div>$</div>\n',
  '<td>$</td><td>$</td>\n',
  '<!-- $ -->\n',
  '<title>$</title>\n',
  '<a href="#">$</a>\n',
  '| $ | $ |\n',
  'return "$";\n',
  'throw new Error("$");\n',
  'raise ValueError(f"$：{x}")\n',
  'logger.info("$: %s", x)\n',
  'Write-Host "$" -ForegroundColor Green\n',
  'echo "$"\n',
  'if (x == "$") {\n',
  '"$", "$", "$"\n',
  "['$', '$']\n",
  '("$")\n',
  '"$：" + x\n',
  '`$ ${x} $`\n',
  '"""$"""\n',
  '✓ $\n',
  '❌ $\n',
  'const a = 1; // $\n',
  'x = 1  # $\n',
  '$\n',
  '$\n$\n',
  '$：\n- $\n',
  '$ API $\n',
  '$ 1 $\n',
  '"$！"\n',
  '"$。"\n',
  '"$？"\n',
  '"$...";\n',
  '$。\n\n## $\n',
  '（$）\n',
  '$（$）\n',
];

/** Code-like text made of every `step`-th line's fragments. Deterministic. */
export function codeLike(lines: readonly string[], step: number): string {
  let out = '\n';
  let t = 0;
  let f = 0;
  const fragments = lines
    .filter((_, i) => i % step === 0)
    .flatMap((l) => l.split(/[，。！？；：、\s“”"'（）()《》]+/u))
    .filter((x) => x.length >= 2 && x.length <= 24);
  while (f < fragments.length)
    out += TEMPLATES[t++ % TEMPLATES.length]!.replace(/\$(?!\{)/g, () => fragments[f++] ?? '');
  return out;
}
