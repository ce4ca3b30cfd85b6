import type { MessageLine } from '../chat/line.ts';
import { parseHistory } from './format.ts';

/** What a file system knows of a name; size in bytes, time of the last change in milliseconds since 1970. */
export interface HistoryStat {
  readonly kind: 'file' | 'folder' | 'symlink' | 'other';
  readonly size: number;
  readonly changed?: number;
}

/** The workspace's `.pychat` folder, as the editor's file system gives it. Every method may reject at any time. */
export interface HistoryFolder {
  /**
   * What `name` is, symbolic links not followed; '' is the folder itself.
   *
   * @returns undefined when there is no such thing
   */
  stat(name: string): Promise<HistoryStat | undefined>;
  /** Names of what is in the folder, for a file system that can tell. */
  list?(): Promise<readonly string[]>;
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

/** What the file held. */
export interface StoredHistory {
  readonly lines: readonly MessageLine[];
  /** All of its bytes, when some of them could not be read as lines. */
  readonly damage?: Uint8Array;
  /** The file was not there; this is what was to take its place when the editor was killed. */
  readonly recovered?: boolean;
}

/**
 * Reads the file. That there is none, or no folder, is no fault.
 *
 * @throws {HistoryError} for what is not read at all: a symbolic link, something else than a file, more than 1 MiB
 */
export async function readHistory(folder: HistoryFolder): Promise<StoredHistory> {
  if (!(await isPlain(folder, '', 'folder'))) return { lines: [] };
  if (!(await isPlain(folder, fileName, 'file'))) return recover(folder);
  return readLines(folder, fileName);
}

async function readLines(folder: HistoryFolder, name: string): Promise<StoredHistory> {
  const bytes = await folder.read(name);
  checkSize(bytes.length);
  const { text, wellFormed } = decode(bytes);
  const { lines, damaged } = parseHistory(text);
  return damaged > 0 || !wellFormed ? { lines, damage: bytes } : { lines };
}

/**
 * Where a rename deletes what is in its way first, an editor that is killed between the two leaves only the new file,
 * under its temporary name. Gives the newest that is whole.
 */
async function recover(folder: HistoryFolder): Promise<StoredHistory> {
  const found = (await leftBehind(folder).catch(() => [])).filter(({ name }) => !name.startsWith(asideName));
  for (const { name } of found.sort((one, other) => other.changed - one.changed)) {
    const { lines, damage } = await readLines(folder, name).catch(() => ({ lines: [], damage: undefined }));
    if (lines.length > 0 && damage === undefined) return { lines, recovered: true };
  }
  return { lines: [] };
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

/** What `replace` makes, and leaves behind when the editor is killed meanwhile. */
const temporaryName = /^history\.(?:damaged\.)?txt\.[\da-f-]{36}\.tmp$/;

/** Leftovers that are looked at in one go: a folder may be full of such names. */
const maxSwept = 100;

async function leftBehind(folder: HistoryFolder): Promise<{ name: string; changed: number }[]> {
  const names = (await folder.list?.()) ?? [];
  const found: { name: string; changed: number }[] = [];
  for (const name of names.filter(one => temporaryName.test(one)).slice(0, maxSwept)) {
    const stat = await folder.stat(name);
    if (stat?.kind === 'file' && stat.size <= maxHistoryBytes)
      found.push({ name, changed: stat.changed ?? 0 });
  }
  return found;
}

/**
 * Removes what editors that were killed while they wrote left behind. Another window's file of this moment stays.
 *
 * @param before milliseconds since 1970: what changed later is left alone
 */
export async function sweep(folder: HistoryFolder, before: number): Promise<void> {
  for (const { name, changed } of await leftBehind(folder)) {
    // A file system without times says 0.
    if (changed > 0 && changed < before) await folder.delete(name);
  }
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
