import { window } from 'vscode';
import { type CodeParts, composeCode } from '../../chat/codeBlocks.ts';
import { t } from '../words.ts';
import type { CodeListener } from './codeListener.ts';
import { confirmSecrets } from './confirmSecrets.ts';

/** A piece of code that is to be sent, and the name it has as a file. */
export interface Shared extends CodeParts {
  readonly fileName: string;
}

/** Sends code as one message, once it fits and what might be secret in it was looked at. */
export async function sendCode(shared: Shared, listener: CodeListener): Promise<void> {
  const text = messageOf(shared);
  const [bytes, most] = [Buffer.byteLength(text), listener.mostBytes()];
  if (bytes > most) return tooLong(shared, { bytes, most }, listener);
  const confirmed = await confirmSecrets(text, line => lineInFile(shared, text, line));
  if (confirmed !== undefined) await listener.say(confirmed);
}

function messageOf({ fileName, ...parts }: Shared): string {
  try {
    return composeCode(parts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A path that no location can name: the file's name has to do.
    const { text, sentence } = parts;
    return composeCode({ language: '', text, sentence: sentence ?? fileName });
  }
}

/** The line of the user's own file that a line of the message is; of a patch, the patch's own. What stands before the code counts as its first. */
function lineInFile(shared: Shared, message: string, line: number): number {
  const before = message.slice(0, message.lastIndexOf(shared.text)).split('\n').length - 1;
  return firstLineOf(shared) + Math.max(0, line - before - 1);
}

function firstLineOf({ language, location }: Shared): number {
  return language === 'diff' ? 1 : (location?.line ?? 1);
}

async function tooLong(
  shared: Shared,
  { bytes, most }: { bytes: number; most: number },
  listener: CodeListener,
): Promise<void> {
  const sentence = t('Too long for one message: {bytes} bytes; {most} are the most on this server.', {
    bytes,
    most,
  });
  if (!listener.canSendFile())
    return void window.showWarningMessage(`${sentence} ${t('Select less of it.')}`);
  const asFile = t('Send as File');
  if ((await window.showWarningMessage(sentence, asFile)) !== asFile) return;
  const first = firstLineOf(shared);
  const confirmed = await confirmSecrets(shared.text, line => first + line - 1);
  if (confirmed !== undefined) await listener.sendFile(shared.fileName, confirmed);
}
