// Lists every word that a user sees, in both languages side by side, in docs/words.md.
//   npm run words
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './paths.mjs';

/** The list, kept in the repository. */
export const wordsFile = path.join(root, 'docs', 'words.md');

const introduction = `# Words

Everything that PyChat says, in both languages side by side, to be read through. \`npm run words\` makes this
file; a test fails while it is not the newest. The words themselves are in the sources (English), in
\`l10n/bundle.l10n.pt-br.json\` and in \`package.nls*.json\`.
`;

/** `t`, or somebody's `t`. */
function isTranslate(node) {
  return ts.isIdentifier(node)
    ? node.text === 't'
    : ts.isPropertyAccessExpression(node) && /^#?t$/.test(node.name.text);
}

/**
 * Every sentence handed to \`t(…)\` in the sources, found by their syntax, not by pattern.
 * @returns {{ sentence: string, file: string }[]}
 */
export function sentencesInUse() {
  return globSync('src/**/*.ts', { cwd: root })
    .map(file => file.replaceAll('\\', '/'))
    .sort()
    .flatMap(sentencesOf);
}

function sentencesOf(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const uses = [];
  const visit = node => {
    if (ts.isCallExpression(node) && isTranslate(node.expression)) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first)) uses.push({ sentence: first.text, file });
      else if (file !== 'src/app/words.ts') uses.push({ sentence: `not a literal: ${node.getText()}`, file });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

const readTable = file => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

const cell = text => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('\n', '⏎');

const tableOf = rows =>
  ['| English | Português |', '|---|---|', ...rows.map(row => `| ${row.map(cell).join(' | ')} |`)].join('\n');

/** The whole list; each sentence stands where it is used first. */
export function wordList() {
  const portuguese = readTable('l10n/bundle.l10n.pt-br.json');
  const first = new Map();
  for (const { sentence, file } of sentencesInUse()) if (!first.has(sentence)) first.set(sentence, file);
  const byFile = Map.groupBy(first, ([, file]) => file);
  const parts = [...byFile].map(([file, entries]) => {
    const rows = entries.map(([sentence]) => [sentence, portuguese[sentence] ?? '']);
    return `## ${file}\n\n${tableOf(rows)}\n`;
  });
  const [english, translated] = ['package.nls.json', 'package.nls.pt-br.json'].map(readTable);
  const manifest = Object.entries(english).map(([name, text]) => [text, translated[name] ?? '']);
  return [introduction, ...parts, `## package.nls.json\n\n${tableOf(manifest)}\n`].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(wordsFile, wordList());
