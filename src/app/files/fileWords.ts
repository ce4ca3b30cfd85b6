import { FileFailure } from '../../client/files/fileFailure.ts';
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
  switch (code) {
    case 'cancelled':
      return '';
    case 'notHere':
      return t('The relay passes files only among those who are in the chat.');
    case 'noTarget':
      return t('The file cannot be offered there: the room or person is gone, or does not take it from you.');
    case 'tooBig':
      return t('The file is bigger than this relay passes.');
    case 'tooMany':
      return t('You offer as many files as the relay allows. Cancel one first.');
    case 'busy':
      return t('The relay has too much to do; it is tried again.');
    case 'gone':
      return t('It is no longer offered to you.');
    case 'silent':
      return t('Its sender does not answer; it is tried again.');
    case 'unsupported':
      return t('This server does not pass files.');
    case 'wrongKey':
      return t('Somebody else answered at the address of the relay; nothing was sent.');
    case 'wrongHash':
      return t('What came is not what was offered. It was thrown away.');
    case 'changed':
      return t('The file has changed or is gone; offer it again.');
    case 'broken':
    case 'stalled':
    case 'failed':
      return t('The connection broke.');
  }
}

function diskSentence(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return t('The disk is full.');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return t('The system does not allow that place or file.');
  if (code === 'ENOENT') return t('The file or folder is not there.');
  return t('The file cannot be read or written: {reason}', { reason: code === '' ? String(error) : code });
}
