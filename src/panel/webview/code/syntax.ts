import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import clojure from 'highlight.js/lib/languages/clojure';
import dart from 'highlight.js/lib/languages/dart';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import dos from 'highlight.js/lib/languages/dos';
import elixir from 'highlight.js/lib/languages/elixir';
import erlang from 'highlight.js/lib/languages/erlang';
import fsharp from 'highlight.js/lib/languages/fsharp';
import groovy from 'highlight.js/lib/languages/groovy';
import haskell from 'highlight.js/lib/languages/haskell';
import latex from 'highlight.js/lib/languages/latex';
import ocaml from 'highlight.js/lib/languages/ocaml';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import scala from 'highlight.js/lib/languages/scala';
import { common, createLowlight } from 'lowlight';

/** The grammars that the page has; each also knows other names of its language. */
const languages: Readonly<Record<string, LanguageFn>> = {
  ...common,
  clojure,
  dart,
  dockerfile,
  dos,
  elixir,
  erlang,
  fsharp,
  groovy,
  haskell,
  latex,
  ocaml,
  powershell,
  protobuf,
  scala,
  // What people call so is a script, seldom a session with its prompts.
  shell: bash,
};

/** How the editor calls languages whose grammars have other names. https://code.visualstudio.com/docs/languages/identifiers */
const aliases: Readonly<Record<string, readonly string[]>> = {
  bash: ['shellscript', 'console'],
  dos: ['batch'],
  ini: ['properties', 'dotenv'],
  javascript: ['javascriptreact'],
  json: ['jsonl'],
  objectivec: ['objective-c', 'objective-cpp'],
  typescript: ['typescriptreact'],
  vbnet: ['vb'],
  xml: ['vue', 'svelte', 'xsl'],
  yaml: ['dockercompose', 'github-actions-workflow'],
};

const lowlight = createLowlight(languages);
lowlight.registerAlias(aliases);

/** What a grammar gives, and what stands in it. https://github.com/syntax-tree/hast */
type Tree = ReturnType<typeof lowlight.highlight>;
type Content = Tree['children'][number];

/** Which of our colours a grammar's word has; what is not here has the text's. */
const colours = new Map<string, string>(
  Object.entries({
    keyword: 'keyword built_in literal selector-tag tag name section',
    string: 'string regexp char symbol link',
    number: 'number bullet',
    comment: 'comment quote doctag',
    function: 'title',
    type: 'type class selector-class selector-id selector-pseudo selector-attr',
    variable: 'variable template-variable attr attribute property params',
    meta: 'meta',
  }).flatMap(([colour, words]) => words.split(' ').map(word => [`hljs-${word}`, `syntax-${colour}`])),
);

/** The code as text and elements with the colours of its language; undefined when the language is not known. */
export function highlight(language: string, text: string): DocumentFragment | undefined {
  const name = language.toLowerCase();
  if (!lowlight.registered(name)) return undefined;
  const fragment = document.createDocumentFragment();
  appendAll(fragment, lowlight.highlight(name, text));
  return fragment;
}

/** Text enters through text nodes alone, and of the classes only those that we know. */
function appendAll(place: ParentNode, { children }: { children: readonly Content[] }): void {
  for (const child of children) {
    if (child.type === 'text') place.append(child.value);
    if (child.type !== 'element') continue;
    const colour = colourOf(child.properties.className);
    const view = document.createElement('span');
    if (colour !== undefined) view.className = colour;
    appendAll(view, child);
    place.append(view);
  }
}

function colourOf(classes: unknown): string | undefined {
  if (!Array.isArray(classes)) return undefined;
  if (classes.includes('class_')) return 'syntax-type';
  return classes.map(name => colours.get(String(name))).find(colour => colour !== undefined);
}
