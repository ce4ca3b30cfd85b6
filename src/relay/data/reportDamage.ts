import { copyAside } from './asides.ts';
import type { ReadLog } from './readLog.ts';

/**
 * Reports what is damaged in a file, and copies it as it is to a name that says so. An end that a kill has cut off is
 * reported, and is no damage.
 *
 * @throws system errors
 */
export async function reportDamage(
  file: string,
  { head, damaged, goodBytes, cutOff }: ReadLog,
  log: (text: string) => void,
): Promise<void> {
  const isDamaged = head === undefined || damaged > 0;
  if (isDamaged) {
    const lost = goodBytes === 0 ? 'nothing in it can be read' : `${damaged} damaged records are left out`;
    log(`${file}: ${lost}; ${await copyAside(file)} is the file as it was`);
  } else if (cutOff > 0) log(`${file}: the last ${cutOff} bytes are left out, their writing was cut off`);
}
