import type { Translate } from '../../chat/translate.ts';
import { FileFailure } from '../../client/files/fileFailure.ts';
import { NotAFileError } from './localFile.ts';
import { PartGoneError } from './partFile.ts';
import { SpoolError } from './spool.ts';

/** Why a file is not passed, in one sentence; '' for what the user called off. */
export function fileSentence(error: unknown, t: Translate): string {
  if (error instanceof FileFailure) return passingSentence(error, t);
  if (error instanceof SpoolError) return spoolSentence(error, t);
  if (error instanceof NotAFileError) return t('Only files can be sent, not folders.');
  if (error instanceof PartGoneError) return t('What had come was moved or deleted meanwhile.');
  return diskSentence(error, t);
}

function passingSentence({ code }: FileFailure, t: Translate): string {
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

function spoolSentence({ reason }: SpoolError, t: Translate): string {
  if (reason === 'cancelled') return '';
  return reason === 'tooBig'
    ? t('That is too much to drop here. Send it by the command Send File instead.')
    : t('The dropped file cannot be read.');
}

function diskSentence(error: unknown, t: Translate): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return t('The disk is full.');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return t('The system does not allow that place or file.');
  if (code === 'ENOENT') return t('The file or folder is not there.');
  return t('The file cannot be read or written: {reason}', { reason: code === '' ? String(error) : code });
}
