import type { Translate } from '../../chat/translate.ts';

const daySeconds = 24 * 60 * 60;

/**
 * What becomes of what is said: whether it is kept, by whom and for how long. Part of a day counts as a day.
 *
 * @param keepsSeconds 0 for not at all
 * @param isHere whether the relay runs on this computer
 */
export function keepingText(keepsSeconds: number, isHere: boolean, t: Translate): string {
  const days = Math.ceil(keepsSeconds / daySeconds);
  if (isHere) {
    if (days === 0) return t('Not kept.');
    if (days === 1) return t('Kept on this computer for 1 day.');
    return t('Kept on this computer for {days} days.', { days });
  }
  if (days === 0) return t('The host does not keep what is said here.');
  if (days === 1) return t('The host keeps what is said here for 1 day.');
  return t('The host keeps what is said here for {days} days.', { days });
}
