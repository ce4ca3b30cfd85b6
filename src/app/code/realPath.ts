import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../common/errorCode.ts';

/**
 * Where a path of this machine really leads, every link of it resolved; of a file that is not there, where it would be
 * made.
 *
 * @returns undefined when that cannot be told: a link leads nowhere or in a circle, or a folder may not be looked into
 */
export async function realPath(given: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (let there = given; ; there = path.dirname(there)) {
    try {
      return path.join(await realpath(there), ...missing);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || (await isThere(there)) || path.dirname(there) === there)
        return undefined;
      missing.unshift(path.basename(there));
    }
  }
}

/** Also a link that leads nowhere is there: what is written to it would be made at its other end. */
async function isThere(given: string): Promise<boolean> {
  return lstat(given).then(
    () => true,
    (error: unknown) => errorCode(error) !== 'ENOENT',
  );
}

/** The parts of a real path below a real folder; undefined when it is outside, or the folder itself. */
export function partsBelow(folder: string, file: string): readonly string[] | undefined {
  const relative = path.relative(folder, file);
  const parts = relative.split(path.sep);
  return relative === '' || path.isAbsolute(relative) || parts[0] === '..' ? undefined : parts;
}
