import { FileFailure, type FileFailureCode } from '../../client/files/fileFailure.ts';
import { errorCode } from '../../common/errorCode.ts';
import { isCancellation, SaidFailure } from '../../conversation/connections/failureText.ts';
import { t } from '../words.ts';

/** Why a file was not transferred, in one sentence; '' for what the user cancelled. */
export function fileSentence(error: unknown): string {
  if (isCancellation(error)) return '';
  if (error instanceof SaidFailure) return error.message;
  return error instanceof FileFailure ? transferSentence(error) : diskSentence(error);
}

function transferSentence({ code }: FileFailure): string {
  const broken = t('The connection broke.');
  const sentences: Readonly<Record<FileFailureCode, string>> = {
    cancelled: '',
    notHere: t('The relay passes files only among those who are in the chat.'),
    noTarget: t(
      'The file cannot be offered there: the room or person is gone, or does not accept it from you.',
    ),
    tooBig: t('The file is larger than this relay allows.'),
    tooMany: t('You are offering as many files as the relay allows. Cancel one first.'),
    busy: t('The relay is busy; trying again.'),
    gone: t('It is no longer offered to you.'),
    silent: t('The sender does not answer; trying again.'),
    unsupported: t('This server does not pass files.'),
    wrongKey: t('Somebody else answered at the address of the relay; nothing was sent.'),
    wrongHash: t('What arrived is not what was offered. It was deleted.'),
    changed: t('The file has changed or is gone; offer it again.'),
    broken,
    stalled: broken,
    failed: broken,
  };
  return sentences[code];
}

function diskSentence(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return t('The disk is full.');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return t('The system does not allow access to that place or file.');
  if (code === 'ENOENT') return t('The file or folder does not exist.');
  return t('The file cannot be read or written: {reason}', { reason: code === '' ? String(error) : code });
}
