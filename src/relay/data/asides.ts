import { access, copyFile, constants, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Why a file was put aside: it is `damaged`, or `locked` by a key that nobody has. */
type Reason = 'damaged' | 'locked';

/** Files of one name that are put aside for one reason. */
const maxAsides = 9;

const asidePattern = /\.lines\.(?:damaged|locked)(?:-\d)?$/;

/** Copies a file to a name that says so and that no earlier one has. @throws system errors */
export async function copyAside(file: string): Promise<string> {
  const copy = await freeName(file, 'damaged');
  await copyFile(file, copy, constants.COPYFILE_FICLONE);
  return copy;
}

/** Gives a file such a name. @throws system errors */
export async function moveAside(file: string): Promise<string> {
  const name = await freeName(file, 'locked');
  await rename(file, name);
  return name;
}

/** The ninth is replaced by later ones. */
async function freeName(file: string, why: Reason): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${file}.${why}` : `${file}.${why}-${number}`;
    if (number === maxAsides || !(await isThere(name))) return name;
  }
}

export function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Removes what was put aside before a moment, in milliseconds since 1970: history is kept no longer there either. */
export async function removeAsides(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (asidePattern.test(name) && (await stat(file)).mtimeMs < before) await rm(file, { force: true });
  }
}
