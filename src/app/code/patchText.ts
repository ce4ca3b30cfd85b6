import type { PatchRefusalCode } from '../../code/patchRefusal.ts';
import { t } from '../words.ts';

/** Why a patch is refused, in a sentence. */
export function patchSentence(code: PatchRefusalCode): string {
  switch (code) {
    case 'notAPatch':
      return t('This is not a patch.');
    case 'tooLarge':
      return t('The patch, or the file it is for, is too large to be reviewed here.');
    case 'severalFiles':
      return t('The patch changes several files. Ask for one a file.');
    case 'binary':
      return t('The patch changes a file that is no text.');
    case 'renames':
      return t('The patch renames or copies a file. Only changes of text are taken.');
    case 'modes':
      return t('The patch makes a link or a program of a file. Only changes of text are taken.');
    case 'deletes':
      return t('The patch deletes a file. Only changes of text are taken.');
    case 'path':
      return t('The patch is for a file outside the workspace, or for one that no patch may touch.');
    case 'absurd':
      return t('The patch is damaged: its line numbers make no sense.');
    case 'doesNotApply':
      return t('The patch does not fit your copy of the file: the lines that it changes are others.');
  }
}
