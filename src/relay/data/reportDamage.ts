import { constants, copyFile } from 'node:fs/promises';
import { codeOf } from './dataError.ts';
import type { ReadLog } from './readLog.ts';

/** Damaged files of one name that are kept. */
const maxCopies = 9;

/**
 * Reports what is damaged in a file, and copies it as it is to a name that says so. An end that a kill has cut off is
 * reported, and is no damage.
 *
 * @returns whether there is damage
 * @throws system errors
 */
export async function reportDamage(
  file: string,
  { head, damaged, goodBytes, cutOff }: ReadLog,
  log: (text: string) => void,
): Promise<boolean> {
  const isDamaged = head === undefined || damaged > 0;
  if (isDamaged) {
    const lost = goodBytes === 0 ? 'nothing in it can be read' : `${damaged} damaged records are left out`;
    log(`${file}: ${lost}; ${await copyAside(file)} is the file as it was`);
  } else if (cutOff > 0) log(`${file}: the last ${cutOff} bytes are left out, their writing was cut off`);
  return isDamaged;
}

/** Copies a file to a name that no earlier copy has; the ninth copy is replaced by later ones. */
async function copyAside(file: string): Promise<string> {
  for (let number = 1; ; number++) {
    const copy = number === 1 ? `${file}.damaged` : `${file}.damaged-${number}`;
    const mode = number < maxCopies ? constants.COPYFILE_EXCL : 0;
    try {
      await copyFile(file, copy, mode | constants.COPYFILE_FICLONE);
      return copy;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}
