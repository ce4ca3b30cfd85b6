import path from 'node:path';
import type { FileOffer } from '../../chat/event.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import { fileOfferText } from '../../chat/fileOffer.ts';
import type { FileView } from '../../chat/line.ts';
import type { FileEndpoint } from '../../client/files/fileEndpoint.ts';
import { systemClock } from '../../common/clock.ts';
import { Gather } from '../../common/gather.ts';
import type { Effect, FilePlace } from '../../conversation/effect.ts';
import type { Input } from '../../conversation/input.ts';
import { maxDroppedFiles } from '../../panel/messageLimits.ts';
import type { FileAction, ToWebview } from '../../panel/protocol.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';
import { editorDialogs, type FileDialogs } from './fileDialogs.ts';
import { droppedSource, type EditorUri, type FileFrom, sourceOf } from './fileFrom.ts';
import { fileSentence } from './fileWords.ts';
import { IncomingFiles } from './incomingFiles.ts';
import { LocalFile } from './localFile.ts';
import { OfferedFile } from './offeredFile.ts';
import { OfferedFiles } from './offeredFiles.ts';
import { Spool, type Spooled } from './spool.ts';

/** Milliseconds for which changes are gathered before they are shown. */
const changeMs = 200;

/** A file that is offered. */
export interface SentFile {
  readonly withdraw: () => void;
}

type Dropped = Extract<Effect, { type: 'dropped' }>;

interface FileTransfersParts {
  readonly services: Pick<Services, 'context' | 'log'>;
  /** Gives the conversation an input. */
  readonly take: (input: Input) => void;
  /** Gives the page a message that is no business of the conversation's. */
  readonly post: (message: ToWebview) => void;
  /** Where files of a connection pass, as long as it is up and its server passes them. */
  readonly endpointOf: (connection: string) => FileEndpoint | undefined;
}

/** All files that this window offers and fetches, by the ids of their offers. */
export class FileTransfers {
  readonly #parts: FileTransfersParts;
  readonly #dialogs: FileDialogs;
  readonly #offered = new OfferedFiles();
  readonly #incoming: IncomingFiles;
  readonly #spool: Spool;
  readonly #changes: Gather<{ readonly id: string; readonly view: FileView }>;

  constructor(parts: FileTransfersParts, dialogs = editorDialogs(parts.services)) {
    const { services, take, post, endpointOf } = parts;
    this.#parts = parts;
    this.#dialogs = dialogs;
    this.#changes = new Gather(changeMs, systemClock, files => {
      for (const { id, view } of files) take({ type: 'fileChanged', offer: id, view });
    });
    const changed = this.#changes.add.bind(this.#changes);
    this.#incoming = new IncomingFiles({ endpointOf, dialogs, clock: systemClock, changed });
    const folder = path.join(services.context.globalStorageUri.fsPath, 'files');
    this.#spool = new Spool(folder, systemClock, post);
  }

  /** Sends files into a tab: these, or the ones that the user picks. @returns those that are offered now */
  async sendFile(place: FilePlace, uris?: readonly EditorUri[]): Promise<readonly SentFile[]> {
    if (!this.#checkCanSend(place)) return [];
    const sources = uris ?? (await this.#dialogs.chooseFiles());
    return this.#sendAll(place, sources.map(sourceOf));
  }

  /**
   * Sends what was dropped on the page: files of its own, whose bytes are asked for, and `file:` addresses, about which
   * the user is asked once more.
   */
  async dropped({ place, files, folders, uris }: Omit<Dropped, 'type'>): Promise<void> {
    const canSend = this.#checkCanSend(place);
    if (canSend && folders > 0)
      this.#dialogs.fail(t('Folders are not sent. Drop the files in them, or an archive.'));
    const taken = canSend ? files.slice(0, maxDroppedFiles) : [];
    for (const { file } of files.slice(taken.length)) this.#parts.post({ type: 'forgetFile', file });
    if (!canSend) return;
    const sources = uris.slice(0, maxDroppedFiles).flatMap(address => droppedSource(address) ?? []);
    if (sources.length < Math.min(uris.length, maxDroppedFiles))
      this.#dialogs.fail(t('Only files that the editor itself can open are sent.'));
    const names = sources.map(source => ('path' in source ? source.path : source.address));
    if (names.length > 0 && (await this.#dialogs.confirmSend(names, place.target)))
      await this.#sendAll(place, sources);
    for (const file of taken) await this.#reported(() => this.#sendDropped(place, file));
  }

  /** Sends a text as a file of this name. @returns it, when it is offered now */
  async sendText(place: FilePlace, name: string, text: string): Promise<readonly SentFile[]> {
    if (!this.#checkCanSend(place)) return [];
    return this.#reported(async () => this.#send(place, name, await this.#spool.put(Buffer.from(text))));
  }

  /** The page's answer to `wantBytes`. */
  bytes(file: string, offset: number, bytes: Uint8Array): void {
    this.#spool.bytes(file, offset, bytes);
  }

  /** What a button of a line with a file does. */
  async act(connection: string, offer: FileOffer, action: FileAction): Promise<void> {
    const own = this.#offered.find(offer.id);
    if (own === undefined) await this.#reported(() => this.#incoming.act(connection, offer, action));
    else if (action === 'cancel') own.end('cancelled', '');
    else if (action === 'reveal') this.#dialogs.reveal(own.path);
  }

  /** Whether files can be sent to a place right now. */
  canSend({ connection, target }: FilePlace): boolean {
    return target !== '' && this.#parts.endpointOf(connection) !== undefined;
  }

  /** What waits for a connection goes on at once. */
  connectionUp(connection: string): void {
    this.#offered.retry(connection);
    this.#incoming.retry(connection);
  }

  /** Nothing is offered over a connection that was left, and what comes in over it waits for the window to be back. */
  connectionDown(connection: string): void {
    this.#offered.left(connection);
    this.#incoming.left(connection);
  }

  /** Withdraws every offer, gives up what comes in, and deletes what was only kept for sending. */
  async dispose(): Promise<void> {
    this.#spool.dispose();
    this.#offered.dispose();
    await this.#incoming.dispose();
    this.#changes.dispose();
  }

  #checkCanSend(place: FilePlace): boolean {
    const can = this.canSend(place);
    if (!can)
      this.#dialogs.fail(
        t('Files can be sent in a room or private chat on a PyChat relay, while you are connected.'),
      );
    return can;
  }

  async #sendAll(place: FilePlace, sources: readonly FileFrom[]): Promise<readonly SentFile[]> {
    const sent: SentFile[] = [];
    for (const source of sources) sent.push(...(await this.#reported(() => this.#sendFrom(place, source))));
    return sent;
  }

  /** What only the editor can read, on another machine or on none, is copied first. */
  async #sendFrom(place: FilePlace, source: FileFrom): Promise<SentFile> {
    if ('path' in source) return this.#send(place, path.basename(source.path), source);
    const { name, content } = await this.#dialogs.readRemote(source.address);
    return this.#send(place, name, await this.#spool.put(content));
  }

  async #sendDropped(place: FilePlace, { file, name, size }: Dropped['files'][number]): Promise<SentFile> {
    const title = t('Reading {name}…', { name: cleanFileName(name) });
    const spooled = await this.#dialogs.withProgress(title, (report, signal) =>
      this.#spool.take({ file, size }, signal, moved => report(moved / size)),
    );
    return this.#send(place, name, spooled);
  }

  /** @param from is disposed, where it can be, when it is no longer offered */
  async #send(
    place: FilePlace,
    name: string,
    from: Pick<Spooled, 'path'> & Partial<Spooled>,
  ): Promise<SentFile> {
    const { endpointOf, services } = this.#parts;
    const drop = (): void =>
      void from.dispose?.().catch((error: unknown) => services.log.info(String(error)));
    const source = await LocalFile.open(from.path).catch((error: unknown) => {
      drop();
      throw error;
    });
    const file = new OfferedFile({
      place,
      source,
      name: cleanFileName(name),
      endpoint: () => endpointOf(place.connection),
      clock: systemClock,
      changed: this.#changes.add.bind(this.#changes),
      ended: drop,
    });
    this.#offered.add(file);
    try {
      await this.#offer(file);
      return { withdraw: () => file.end('cancelled', '') };
    } catch (error) {
      file.end('cancelled', '');
      this.#offered.delete(file);
      throw error;
    }
  }

  async #offer(file: OfferedFile): Promise<void> {
    // The relay says first whether it takes it: reading a big file takes a while.
    await file.open();
    const title = t('Preparing {name}…', { name: file.view.name });
    const offer = await this.#dialogs.withProgress(title, (report, signal) => file.prepare(report, signal));
    // It may have ended while the progress went away.
    file.throwIfEnded();
    this.#offered.makeRoomFor(file);
    this.#parts.take({ type: 'fileOffered', tab: file.place.tab, offer, text: fileOfferText(offer) });
    // Its connection may have broken meanwhile.
    this.#changes.add(file);
  }

  /** Says what went wrong with a file, unless the user cancelled it. @returns what the work gave; nothing where it failed */
  async #reported<T>(work: () => Promise<T>): Promise<readonly T[]> {
    try {
      return [await work()];
    } catch (error) {
      const sentence = fileSentence(error);
      if (sentence === '') return [];
      this.#parts.services.log.info(`a file was not passed: ${String(error)}`);
      this.#dialogs.fail(sentence);
      return [];
    }
  }
}
