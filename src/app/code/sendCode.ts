import { window } from 'vscode';
import { type CodeParts, composeCode } from '../../chat/codeBlocks.ts';
import type { FilePlace } from '../../conversation/effect.ts';
import type { Input } from '../../conversation/input.ts';
import type { FileTransfers } from '../files/fileTransfers.ts';
import { t } from '../words.ts';
import { confirmSecrets } from './confirmSecrets.ts';

/** A piece of code that is to be sent, and the name it has as a file. */
export interface Shared extends CodeParts {
  readonly fileName: string;
}

/** Where code goes that is shared. */
export interface SharingChat {
  /** Gives the conversation an input. */
  readonly take: (input: Input) => void;
  /** The tab in front, and the bytes that one message may have there; 0 while it is not connected. */
  readonly front: () => FilePlace & { readonly maxBytes: number };
  readonly files: Pick<FileTransfers, 'canSend' | 'sendText'>;
  readonly openPage: () => Promise<void>;
}

/** Sends code as one message, once it fits and what might be secret in it was looked at. */
export async function sendCode(shared: Shared, chat: SharingChat): Promise<void> {
  const text = messageOf(shared);
  const bytes = Buffer.byteLength(text);
  const { maxBytes, ...place } = chat.front();
  if (maxBytes === 0) {
    chat.take({ type: 'note', text: t('Not connected. Use /host or /join first.'), tone: 'warning' });
    return chat.openPage();
  }
  if (bytes > maxBytes) {
    if (await asksForFile(bytes, maxBytes, chat.files.canSend(place))) await sendAsFile(shared, place, chat);
    return;
  }
  const confirmed = await confirmSecrets(text, line => lineInFile(shared, text, line));
  if (confirmed === undefined) return;
  chat.take({ type: 'share', text: confirmed });
  await chat.openPage();
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

/** The line of the user's own file that a line of the message is; of a patch, the patch's own. What is before the code counts as its first. */
function lineInFile(shared: Shared, message: string, line: number): number {
  const before = message.slice(0, message.lastIndexOf(shared.text)).split('\n').length - 1;
  return firstLineOf(shared) + Math.max(0, line - before - 1);
}

function firstLineOf({ language, location }: Shared): number {
  return language === 'diff' ? 1 : (location?.line ?? 1);
}

/** Says that code is too long, and whether the user wants it sent as a file then. */
async function asksForFile(bytes: number, most: number, canSend: boolean): Promise<boolean> {
  const size = { bytes, most };
  const sentence = t('Too long for one message: {bytes} bytes; {most} are the most on this server.', size);
  if (!canSend) {
    void window.showWarningMessage(`${sentence} ${t('Select less of it.')}`);
    return false;
  }
  const asFile = t('Send as File');
  return (await window.showWarningMessage(sentence, asFile)) === asFile;
}

async function sendAsFile(shared: Shared, place: FilePlace, chat: SharingChat): Promise<void> {
  const first = firstLineOf(shared);
  const confirmed = await confirmSecrets(shared.text, line => first + line - 1);
  if (confirmed === undefined) return;
  // Git takes no patch whose last line has no end.
  const text = shared.language === 'diff' ? `${confirmed}\n` : confirmed;
  await chat.files.sendText(place, shared.fileName, text);
  await chat.openPage();
}
