// The extension's page in VS Code, and what the manifest says of where the project lives.
import path from 'node:path';

/**
 * Where the sources can be read: the `https://` address of a repository on GitHub or GitLab, '' while there is none that is
 * public. A fork changes this line and nothing else: pictures, links and the fields of the manifest follow.
 */
export const sources = '';

/** The text of the page, from which everything relative leads into this folder. */
export const pageFile = 'docs/extension.md';

/** Addresses below a repository, of what is read and of what is shown. */
function basesOf(repository) {
  const folder = /^https:\/\/gitlab\./.test(repository) ? '/-' : '';
  return { content: `${repository}${folder}/blob/HEAD/`, images: `${repository}${folder}/raw/HEAD/` };
}

/**
 * The page as VS Code can show it: it knows no files of the package and only `https:` pictures. Without a repository
 * pictures are left out, and of relative links only the words stay; a sentence or a line of nothing but such links goes.
 * @param {string} text
 * @param {string} repository
 */
export function pageText(text, repository = sources) {
  const bases = basesOf(repository);
  const at = (base, link) => base + path.posix.join(path.posix.dirname(pageFile), link);
  if (repository === '') {
    const kept = text
      .split('\n')
      .filter(line => !/^!\[/.test(line) && !/^\[[^\]]*\]\([^)]*\)( · \[|$)/.test(line));
    const sentence = /(?<=^|\n\n|[.!?])[ \n]?\[[^\]]*\]\((?!https:)[^)]*\)(?:\.(?=\s|$)|(?=\n\n|\n?$))/g;
    const words = kept
      .join('\n')
      .replace(sentence, '')
      .replace(/\[([^\]]*)\]\((?!https:)[^)]*\)/g, '$1');
    return words.replace(/\n{3,}/g, '\n\n');
  }
  return text.replace(/(!?)\[([^\]]*)\]\((?!https:)([^)]*)\)/g, (_, mark, words, link) =>
    mark === '!' ? `![${words}](${at(bases.images, link)})` : `[${words}](${at(bases.content, link)})`,
  );
}

/** What only those who work on it need. */
const forDevelopers = ['private', 'scripts', 'devDependencies', 'allowScripts', 'bin'];

/** The manifest as it is packaged. */
export function packagedManifest(manifest, repository = sources) {
  const kept = Object.entries(manifest).filter(([field]) => !forDevelopers.includes(field));
  const places =
    repository === ''
      ? { qna: false }
      : {
          repository: { type: 'git', url: `${repository}.git` },
          homepage: `${repository}#readme`,
          bugs: { url: `${repository}/issues` },
          qna: `${repository}/issues`,
        };
  return { ...Object.fromEntries(kept), ...places };
}
