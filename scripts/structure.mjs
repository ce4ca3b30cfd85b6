// What src/ is held to that no other check sees: small folders, one meaning for each exported name, no interface that
// stands before a single class. Prints what is wrong, one per line.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './paths.mjs';

const maxFilesInFolder = 20;

/** Folders that may hold more, each with its reason. */
const exceptions = new Map([['relay/handlers', 'a list of equals: one file for each theme of commands']]);

/** Names that two worlds export which never meet, each with the one thing that it means in both. */
const sharedNames = new Map([
  ['t', "translates: in app by the editor's table, in the page by the one it was given"],
]);

function readSources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
    .map(file => ({
      name: path.relative(folder, file).replaceAll('\\', '/'),
      tree: ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
    }));
}

function fullFolders(sources) {
  const files = Map.groupBy(sources, ({ name }) => path.posix.dirname(name));
  return [...files]
    .filter(([folder, { length }]) => length > maxFilesInFolder && !exceptions.has(folder))
    .map(([folder, { length }]) => `src/${folder} holds ${length} files, more than ${maxFilesInFolder}`);
}

/** The names that a declaration gives: several for `const { a, b } = …`. */
function namesOf(binding) {
  if (ts.isIdentifier(binding)) return [binding.text];
  return binding.elements.filter(ts.isBindingElement).flatMap(({ name }) => namesOf(name));
}

const isExported = node => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

function importedNames(tree) {
  const clauses = tree.statements.filter(ts.isImportDeclaration).map(({ importClause }) => importClause);
  const bindings = clauses.map(clause => clause?.namedBindings).filter(Boolean);
  return new Set(
    bindings.flatMap(one => (ts.isNamedImports(one) ? one.elements : [one])).map(({ name }) => name.text),
  );
}

/** What a file exports of its own; what it hands on from another file belongs to that one. */
function exportedNames(tree) {
  const imported = importedNames(tree);
  const names = tree.statements.flatMap(node => {
    if (ts.isExportDeclaration(node)) {
      const own = node.moduleSpecifier || !node.exportClause ? [] : node.exportClause.elements;
      return own
        .filter(({ name, propertyName }) => !imported.has((propertyName ?? name).text))
        .map(({ name }) => name.text);
    }
    if (!isExported(node)) return [];
    if (ts.isVariableStatement(node))
      return node.declarationList.declarations.flatMap(({ name }) => namesOf(name));
    return node.name ? [node.name.text] : [];
  });
  return new Set(names);
}

function ambiguousNames(sources) {
  const places = sources.flatMap(({ name, tree }) =>
    [...exportedNames(tree)].map(exported => ({ exported, file: `src/${name}` })),
  );
  return [...Map.groupBy(places, ({ exported }) => exported)]
    .filter(([exported, where]) => where.length > 1 && !sharedNames.has(exported))
    .map(([exported, where]) => `${exported} is exported by ${where.map(({ file }) => file).join(', ')}`)
    .sort();
}

/** Calls `use` with every identifier that is not part of an import or an export; `true` where a class implements it. */
function visitUses(node, use) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
  if (ts.isIdentifier(node)) use(node, false);
  if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) {
    for (const { expression, typeArguments } of node.types) {
      use(expression, true);
      typeArguments?.forEach(one => visitUses(one, use));
    }
  } else ts.forEachChild(node, child => visitUses(child, use));
}

function lonelyInterfaces(sources) {
  const declared = sources.flatMap(({ name, tree }) =>
    tree.statements
      .filter(node => ts.isInterfaceDeclaration(node) && isExported(node))
      .map(node => ({ text: node.name.text, node: node.name, file: `src/${name}` })),
  );
  const nameNodes = new Set(declared.map(({ node }) => node));
  const uses = new Map(declared.map(({ text }) => [text, { implemented: 0, other: 0 }]));
  for (const { tree } of sources)
    visitUses(tree, (node, isImplemented) => {
      const counted = nameNodes.has(node) ? undefined : uses.get(node.text);
      if (counted) counted[isImplemented ? 'implemented' : 'other'] += 1;
    });
  return declared
    .filter(({ text }) => uses.get(text).implemented === 1 && uses.get(text).other === 0)
    .map(({ text, file }) => `${file}: nothing but one class knows the interface ${text}`);
}

/**
 * @param {string} folder with sources, as src/ is
 * @returns {string[]} what is wrong with it
 */
export function structureFaults(folder) {
  const sources = readSources(folder);
  return [...fullFolders(sources), ...ambiguousNames(sources), ...lonelyInterfaces(sources)];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const faults = structureFaults(path.join(root, 'src'));
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
