import { workspace } from 'vscode';
import type { MessageLine } from '../chat/line.ts';
import { systemClock } from '../common/clock.ts';
import type { Input } from '../conversation/input.ts';
import { HistoryFile, type HistoryFault } from '../history/historyFile.ts';
import { historyFolder } from './historyFolder.ts';
import { historyMarks } from './historyMarks.ts';
import type { Services } from './services.ts';
import { readSettings } from './settings.ts';
import { t } from './words.ts';

/**
 * The last lines of one window's conversation in its workspace, or nothing where there is no folder or no trust.
 * Nothing that goes wrong here reaches the chat but as a sentence.
 */
export class History {
  readonly #take: (input: Input) => void;
  readonly #log: Services['log'];
  readonly #storage: string | undefined;
  #file: HistoryFile | undefined;
  #opening: Promise<void> | undefined;

  /** @param take is given the lines of an earlier time, and why something is not kept or not shown, once each */
  constructor(take: (input: Input) => void, { log, context }: Pick<Services, 'log' | 'context'>) {
    this.#take = take;
    this.#log = log;
    this.#storage = context.storageUri?.fsPath;
    context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => void this.#reopen()));
  }

  /** Opens the file and shows what it holds; the second call and later ones wait for the first. */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  add(line: MessageLine): void {
    this.#file?.add(line);
  }

  /** Forgets a line that was taken back. */
  remove(id: string): void {
    this.#file?.remove(id);
  }

  /** Writes what is waiting. */
  async flush(): Promise<void> {
    await this.#file?.flush();
  }

  /** Writes what is waiting and ends. */
  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #open(): Promise<void> {
    const count = readSettings().historyLines;
    const folder = workspace.workspaceFolders?.[0];
    if (count === 0) return;
    if (folder === undefined) {
      this.#note(t('No folder is open, so the last lines are not kept.'));
      return;
    }
    if (!workspace.isTrusted) {
      this.#note(
        t('This workspace is in Restricted Mode, so the last lines are not kept. Trust it to keep them.'),
      );
      return;
    }
    this.#file = new HistoryFile({
      folder: historyFolder(folder.uri),
      clock: systemClock,
      marks: this.#storage === undefined ? undefined : historyMarks(this.#storage),
      count,
      onFault: (fault, detail) => {
        this.#log.warn(`history.txt: ${fault}: ${detail}`);
        this.#note(faultSentence(fault));
      },
    });
    this.#take({ type: 'earlier', lines: await this.#file.load() });
  }

  #note(text: string): void {
    this.#take({ type: 'note', text, tone: 'warning' });
  }

  async #reopen(): Promise<void> {
    if (this.#opening === undefined || this.#file !== undefined) return;
    await this.#opening;
    this.#opening = this.#open();
    await this.#opening;
  }
}

function faultSentence(fault: HistoryFault): string {
  switch (fault) {
    case 'symlink':
      return t('.pychat is a link or holds one, so PyChat does not touch it. The last lines are not kept.');
    case 'tooLarge':
      return t(
        '.pychat/history.txt is too large to be ours, so it stays as it is. The last lines are not kept.',
      );
    case 'damaged':
      return t(
        'Some of .pychat/history.txt could not be read; its old content is saved as history.damaged.txt.',
      );
    case 'unreadable':
      return t('.pychat/history.txt cannot be read. The last lines are not kept.');
    case 'unwritable':
      return t('.pychat/history.txt cannot be written: the folder may be read-only. The chat goes on.');
  }
}
