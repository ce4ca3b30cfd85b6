import { randomBytes } from 'node:crypto';
import { type Uri, window, workspace } from 'vscode';
import { unlinked } from '../../chat/visible.ts';
import type { TalkPlace } from '../../conversation/effect.ts';
import type { Input } from '../../conversation/input.ts';
import { maxUnaskedMessages } from '../../panel/messageLimits.ts';
import type { FileTransfers, SentFile } from '../files/fileTransfers.ts';
import { t } from '../words.ts';
import { askDestination, type Destination } from './askDestination.ts';
import { confirmSecrets } from './confirmSecrets.ts';
import type { LastEditor } from './lastEditor.ts';
import { composeShared, type Shared, textOfShared, wordsOfShared } from './sharedCode.ts';
import { sharedDiff } from './shareDiff.ts';
import { isProblem, problemIn, sharedProblem } from './shareProblem.ts';
import { sharedSelection } from './shareSelection.ts';
import type { LastCommands } from './lastCommands.ts';

/** What sharing needs of the rest. */
export interface SharingParts {
  /** Gives the conversation an input. */
  readonly take: (input: Input) => void;
  /** Where something can be said now, the tab in front first. */
  readonly places: () => readonly TalkPlace[];
  readonly files: Pick<FileTransfers, 'canSend' | 'sendText' | 'sendFile'>;
  readonly editors: Pick<LastEditor, 'last' | 'selected' | 'file'>;
  readonly terminals: Pick<LastCommands, 'shared'>;
}

/**
 * What people send from the editor: it says where that goes before it goes, leaves in front what is there, and offers to
 * take it back.
 */
export class Sharing {
  readonly #parts: SharingParts;

  constructor(parts: SharingParts) {
    this.#parts = parts;
  }

  /** *Share Selection in Chat*: the selection, or the line with the cursor. */
  async shareSelection(): Promise<void> {
    const { selected } = this.#parts.editors;
    await this.#shareOf(selected, async editor => {
      const shared = await sharedSelection(editor);
      if (!shared)
        void window.showInformationMessage(t('There is nothing in this line. Select what to share.'));
      return shared;
    });
  }

  /** *Share Problem in Chat*: the one given by a quick fix, else the one under the cursor, else one of the file's. */
  async shareProblem(given?: unknown): Promise<void> {
    if (isProblem(given)) return this.#share(await sharedProblem(given));
    await this.#shareOf(this.#parts.editors.last, async editor => {
      const problem = await problemIn(editor);
      return problem && sharedProblem(problem);
    });
  }

  /** *Share Diff in Chat*: what was changed in the files, else in the one of the editor. */
  async shareDiff(uris: readonly Uri[]): Promise<void> {
    if (uris.length > 0) return this.#share(await sharedDiff(uris));
    await this.#shareOf(this.#parts.editors.file, uri => sharedDiff([uri]));
  }

  /** *Share Staged Changes in Chat*: what the next commit would have of these files. */
  async shareStaged(uris: readonly Uri[]): Promise<void> {
    await this.#share(await sharedDiff(uris, true));
  }

  /** *Share Last Command in Chat*: of the terminal given by its menu, else of the one in front, with what it wrote. */
  async shareCommand(given?: unknown): Promise<void> {
    await this.#share(await this.#parts.terminals.shared(given));
  }

  /** *Send in Chat*: files of the editor's, else such as are picked. */
  async sendFiles(uris: readonly Uri[]): Promise<void> {
    const { places, files } = this.#parts;
    const [first] = uris;
    const names = first === undefined ? t('a file') : nameOf(first);
    const what = uris.length > 1 ? t('{count} files', { count: uris.length }) : names;
    const able = places().filter(place => files.canSend(place));
    const destination = await askDestination(able.length > 0 ? able : places(), what);
    if (destination === undefined) return;
    const { place, comment } = destination;
    if (!(await savesChanges(uris)) || !this.#isThere(place)) return;
    const sent = await files.sendFile(place, first === undefined ? undefined : uris);
    await this.#tellSent(place, sent, comment);
  }

  async #shareOf<T>(from: T | undefined, make: (from: T) => Promise<Shared | undefined>): Promise<void> {
    if (from === undefined)
      return void window.showInformationMessage(t('Open a file first: there is no code to share.'));
    await this.#share(await make(from));
  }

  async #share(shared: Shared | undefined): Promise<void> {
    if (shared === undefined) return;
    const destination = await askDestination(this.#parts.places(), shared.what ?? shared.fileName);
    if (destination === undefined) return;
    const { place, comment } = destination;
    const { text, lineOf } = composeShared(shared, comment);
    const how = await howItGoes(text, place, this.#parts.files.canSend(place));
    if (how === 'asFile') return this.#shareAsFile(shared, destination);
    if (how === 'notAtAll') return;
    const confirmed = await confirmSecrets(text, lineOf);
    if (confirmed === undefined || !this.#isThere(place)) return;
    await this.#tell(place, this.#say(place, confirmed));
  }

  async #shareAsFile(shared: Shared, { place, comment }: Destination): Promise<void> {
    const { text, lineOf } = textOfShared(shared);
    const confirmed = await confirmSecrets(text, lineOf);
    if (confirmed === undefined) return;
    const words = await confirmSecrets(wordsOfShared(shared, comment));
    if (words === undefined || !this.#isThere(place)) return;
    const sent = await this.#parts.files.sendText(place, shared.fileName, confirmed);
    await this.#tellSent(place, sent, words);
  }

  /** Says something there. @returns what takes it back, undefined where that cannot be done */
  #say({ tab, canTakeBack }: TalkPlace, text: string): (() => void) | undefined {
    const id = newId();
    this.#parts.take({ type: 'share', tab, text, id });
    return canTakeBack ? () => this.#parts.take({ type: 'unshare', tab, id }) : undefined;
  }

  /** Files were sent: what is said of them follows, and is taken back with them. */
  async #tellSent(place: TalkPlace, sent: readonly SentFile[], words: string): Promise<void> {
    if (sent.length === 0) return;
    const unsay = words === '' ? undefined : this.#say(place, words);
    await this.#tell(place, () => {
      for (const file of sent) file.withdraw();
      unsay?.();
    });
  }

  /** It may have been left while the user was asked; says so then. */
  #isThere({ tab, title }: TalkPlace): boolean {
    const isThere = this.#parts.places().some(place => place.tab === tab);
    const sentence = t('You are no longer in {place}: nothing was sent.', { place: unlinked(title) });
    if (!isThere) void window.showWarningMessage(sentence);
    return isThere;
  }

  /** Says where it went, and what can be done now. */
  async #tell({ tab, title }: TalkPlace, undo: (() => void) | undefined): Promise<void> {
    const [undoLabel, show] = [t('Undo'), t('Show')];
    const said = t('Shared in {place}.', { place: unlinked(title) });
    const answer = await window.showInformationMessage(said, ...(undo ? [undoLabel] : []), show);
    if (answer === undoLabel) undo?.();
    if (answer === show) this.#parts.take({ type: 'showTab', tab });
  }
}

function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What goes is what the disk has: asks whether changes of these files are to be saved before. @returns false when they are not */
async function savesChanges(uris: readonly Uri[]): Promise<boolean> {
  const given = new Set(uris.map(uri => uri.toString()));
  const open = [...workspace.textDocuments, ...workspace.notebookDocuments];
  const changed = open.filter(({ uri, isDirty }) => isDirty && given.has(uri.toString()));
  const [first] = changed;
  if (first === undefined) return true;
  const save = t('Save and Send');
  const question =
    changed.length === 1
      ? t('{file} has unsaved changes.', { file: unlinked(nameOf(first.uri)) })
      : t('{count} files have unsaved changes.', { count: changed.length });
  if ((await window.showWarningMessage(question, { modal: true }, save)) !== save) return false;
  const saved = await Promise.all(changed.map(document => document.save()));
  return saved.every(Boolean);
}

/** Names a line of ours; nobody can guess it. */
function newId(): string {
  return randomBytes(18).toString('base64url');
}

/** How code goes, which the user is asked where it is too long or would become many messages. */
type Way = 'asText' | 'asFile' | 'notAtAll';

async function howItGoes(text: string, place: TalkPlace, canSendFile: boolean): Promise<Way> {
  const asFile = t('Send as File');
  const size = { bytes: Buffer.byteLength(text), most: place.maxBytes };
  if (size.bytes > size.most) {
    const sentence = t('Too long for one message: {bytes} bytes; this server allows {most}.', size);
    if (canSendFile)
      return (await window.showWarningMessage(sentence, asFile)) === asFile ? 'asFile' : 'notAtAll';
    void window.showWarningMessage(`${sentence} ${t('Select less of it.')}`);
    return 'notAtAll';
  }
  const count = text.split('\n').length;
  if (!place.isByLine || count <= maxUnaskedMessages) return 'asText';
  const sentence = t('This server takes one line at a time: this would be {count} messages.', { count });
  const anyway = t('Send Anyway');
  const buttons = [anyway, ...(canSendFile ? [asFile] : [])];
  const answer = await window.showWarningMessage(sentence, { modal: true }, ...buttons);
  if (answer === asFile) return 'asFile';
  return answer === anyway ? 'asText' : 'notAtAll';
}
