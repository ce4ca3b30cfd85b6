import type { MessageLine } from '../chat/line.ts';
import { parseHistory } from './format.ts';

/** The workspace's `.pychat` folder, as the editor's file system gives it. Every method may reject at any time. */
export interface HistoryFolder {
  /**
   * What `name` is, symbolic links not followed; '' is the folder itself.
   *
   * @returns undefined when there is no such thing; size in bytes
   */
  stat(name: string): Promise<{ kind: 'file' | 'folder' | 'symlink' | 'other'; size: number } | undefined>;
  read(name: string): Promise<Uint8Array>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Takes the place of what is called `to`, if there is something. */
  rename(from: string, to: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** Makes the folder; it may be there already. */
  create(): Promise<void>;
}

/** What can be wrong with the file; said to the user by whoever owns the words. */
export type HistoryFault = 'symlink' | 'tooLarge' | 'damaged' | 'unreadable' | 'unwritable';

/** The file, or the folder, is not one that is read or written. The message is for the log. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly fault: HistoryFault;

  constructor(fault: HistoryFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Bytes of a file that is read, and of one that is written. */
export const maxHistoryBytes = 1_048_576;

const fileName = 'history.txt';
const asideName = 'history.damaged.txt';
const ignoreName = '.gitignore';

/** What the file held; `damage` is all of its bytes when some of them could not be read as lines. */
export interface StoredHistory {
  readonly lines: readonly MessageLine[];
  readonly damage?: Uint8Array;
}

/**
 * Reads the file. That there is none, or no folder, is no fault.
 *
 * @throws {HistoryError} for what is not read at all: a symbolic link, something else than a file, more than 1 MiB
 */
export async function readHistory(folder: HistoryFolder): Promise<StoredHistory> {
  if (!(await isPlain(folder, '', 'folder')) || !(await isPlain(folder, fileName, 'file')))
    return { lines: [] };
  const bytes = await folder.read(fileName);
  checkSize(bytes.length);
  const { text, wellFormed } = decode(bytes);
  const { lines, damaged } = parseHistory(text);
  return damaged > 0 || !wellFormed ? { lines, damage: bytes } : { lines };
}

/** Whether `name` is there and of this kind; throws when it is there and of another. */
async function isPlain(folder: HistoryFolder, name: string, kind: 'file' | 'folder'): Promise<boolean> {
  const found = await folder.stat(name);
  if (found === undefined) return false;
  const what = name === '' ? 'the folder' : name;
  if (found.kind === 'symlink') throw new HistoryError('symlink', `${what} is a symbolic link`);
  if (found.kind !== kind) throw new HistoryError('unreadable', `${what} is not a ${kind}`);
  if (kind === 'file') checkSize(found.size);
  return true;
}

function checkSize(bytes: number): void {
  if (bytes > maxHistoryBytes) throw new HistoryError('tooLarge', `${fileName} has ${bytes} bytes`);
}

function decode(bytes: Uint8Array): { text: string; wellFormed: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), wellFormed: true };
  } catch {
    return { text: new TextDecoder().decode(bytes), wellFormed: false };
  }
}

/**
 * Writes the file anew, and the folder with its `.gitignore` where they are missing.
 *
 * @param text what the file shall hold
 * @param temporary a part of a name that nobody else uses or can foresee
 * @throws {HistoryError} when a symbolic link or something else than a file is in the way: it is left alone
 */
export async function writeHistory(folder: HistoryFolder, text: string, temporary: string): Promise<void> {
  if (!(await isPlain(folder, '', 'folder'))) await folder.create();
  if ((await folder.stat(ignoreName)) === undefined) await folder.write(ignoreName, Buffer.from('*\n'));
  await isPlain(folder, fileName, 'file');
  await replace(folder, { name: fileName, bytes: Buffer.from(text) }, temporary);
}

/** Keeps the bytes of a damaged file as `history.damaged.txt`, in the place of an older one. */
export async function putAside(folder: HistoryFolder, bytes: Uint8Array, temporary: string): Promise<void> {
  if (!(await isPlain(folder, '', 'folder'))) return;
  await replace(folder, { name: asideName, bytes }, temporary);
}

/** Under a name of its own first, so that nobody ever sees half a file, and no link is written through. */
async function replace(
  folder: HistoryFolder,
  file: { name: string; bytes: Uint8Array },
  temporary: string,
): Promise<void> {
  const hidden = `${file.name}.${temporary}.tmp`;
  try {
    await folder.write(hidden, file.bytes);
    await folder.rename(hidden, file.name);
  } catch (error) {
    // It may not have come into being; that the write failed is what counts.
    await folder.delete(hidden).catch(() => undefined);
    throw error;
  }
}
