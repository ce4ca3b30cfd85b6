// The fonts of the page: the files that media/fonts.css names, taken from the packages that carry them.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageFile, root } from './paths.mjs';

const fonts = {
  'cascadia-mono': [
    'cascadia-mono-latin-400-normal',
    'cascadia-mono-latin-700-normal',
    'cascadia-mono-latin-ext-400-normal',
    'cascadia-mono-symbols2-400-normal',
  ],
  vt323: ['vt323-latin-400-normal', 'vt323-latin-ext-400-normal'],
  'ibm-plex-mono': [
    'ibm-plex-mono-latin-400-normal',
    'ibm-plex-mono-latin-700-normal',
    'ibm-plex-mono-latin-ext-400-normal',
  ],
};

/** Packages of which the licence must go along, as folders below the repository. */
export const fontFolders = Object.keys(fonts).map(name => `node_modules/@fontsource/${name}`);

/** Where each font is, by the name of its file. */
export const fontFiles = new Map(
  Object.entries(fonts).flatMap(([name, files]) =>
    files.map(file => [`${file}.woff2`, packageFile('@fontsource', name, 'files', `${file}.woff2`)]),
  ),
);

/** Copies them into dist/fonts/ and removes what else is there. */
export function copyFonts() {
  const folder = path.join(root, 'dist', 'fonts');
  mkdirSync(folder, { recursive: true });
  for (const [name, from] of fontFiles) copyFileSync(from, path.join(folder, name));
  for (const file of readdirSync(folder)) if (!fontFiles.has(file)) rmSync(path.join(folder, file));
}
