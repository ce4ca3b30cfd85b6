import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileOffer } from '../../chat/event.ts';
import { fileOfferText } from '../../chat/fileOffer.ts';
import type { FileView } from '../../chat/line.ts';
import { maxDroppedFiles } from '../../panel/messageLimits.ts';
import type { FileAction } from '../../panel/protocol.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import { fileSentence } from './fileWords.ts';
import { IncomingFiles } from './incomingFiles.ts';
import { KeptOffering } from './keptOffering.ts';
import { LocalFile } from './localFile.ts';
import { OwnFiles } from './ownFiles.ts';
import { OwnFile } from './ownFile.ts';
import { Spool, type Spooled } from './spool.ts';
import { Throttle } from './throttle.ts';
import type { TransferHost, TransferTools } from './transferTools.ts';

/** Milliseconds between two changes of one line. */
const changeMs = 200;

/** A file of the page's. */
export interface DroppedFile {
  readonly file: string;
  readonly name: string;
  readonly size: number;
}

/** An address of a file, as `vscode.Uri` has it. */
export interface FileAddress {
  readonly scheme: string;
  readonly fsPath: string;
}

/** All files that this window passes, by the lines they stand in. */
export class TransferDesk {
  readonly #host: TransferHost;
  readonly #tools: TransferTools;
  readonly #own: OwnFiles;
  readonly #incoming: IncomingFiles;
  readonly #spool: Spool;
  readonly #views = new Map<string, Throttle<FileView>>();

  constructor(host: TransferHost, tools: TransferTools) {
    this.#host = host;
    this.#tools = tools;
    const changed = (lineId: string, view: FileView): void => this.#show(lineId, view);
    this.#own = new OwnFiles(tools, changed);
    this.#incoming = new IncomingFiles(host, tools, changed);
    this.#spool = new Spool({
      folder: tools.spoolFolder,
      clock: tools.clock,
      wantBytes: (file, offset, length) => host.wantBytes(file, offset, length),
      forgetFile: file => host.forgetFile(file),
    });
  }

  /** Sends a file into a tab: that one, or the ones that the user picks. */
  async sendFile(tabId: string, uri?: FileAddress): Promise<void> {
    if (!this.#canSend(tabId)) return;
    const paths = uri === undefined ? await this.#tools.chooseFiles() : this.#localPaths([pathOf(uri)]);
    await this.#sendAll(tabId, paths);
  }

  /**
   * Sends what was let fall on the page: files of its own, of which the bytes are asked for, and `file:` addresses, about
   * which the user is asked once more.
   */
  async dropped(tabId: string, files: readonly DroppedFile[], uris: readonly string[]): Promise<void> {
    const target = this.#host.target(tabId);
    const takes = this.#canSend(tabId) && target !== undefined;
    const taken = takes ? files.slice(0, maxDroppedFiles) : [];
    for (const { file } of files.slice(taken.length)) this.#host.forgetFile(file);
    if (!takes) return;
    const paths = this.#localPaths(uris.slice(0, maxDroppedFiles).map(pathOfAddress));
    if (paths.length > 0 && (await this.#tools.confirmSend(paths, target))) await this.#sendAll(tabId, paths);
    for (const file of taken) await this.#sendDropped(tabId, file);
  }

  /** Sends a text as a file of this name. */
  async sendText(tabId: string, name: string, text: string): Promise<void> {
    if (!this.#canSend(tabId)) return;
    try {
      const spooled = await this.#spool.put(Buffer.from(text));
      await this.#send(tabId, { path: spooled.path, name }, spooled);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** The page's answer to `wantBytes`. */
  bytes(file: string, offset: number, bytes: Uint8Array): void {
    this.#spool.bytes(file, offset, bytes);
  }

  /** What a line with a file shows when it comes. */
  received(lineId: string, offer: FileOffer, own: boolean): FileView {
    const sent = own ? this.#own.find(offer.id) : undefined;
    if (sent !== undefined) {
      sent.lineId = lineId;
      return sent.view;
    }
    const coming = this.#incoming.find(lineId);
    const { name, size } = offer;
    return coming?.view ?? { name: cleanFileName(name), size, moved: 0, state: 'offered', note: '' };
  }

  /** What a button of a line with a file does. */
  async act(lineId: string, offer: FileOffer | undefined, action: FileAction): Promise<void> {
    const sent = offer && this.#own.find(offer.id);
    if (sent?.lineId === lineId) {
      if (action === 'cancel') sent.end('cancelled', '');
      if (action === 'reveal') this.#tools.reveal(sent.path);
      return;
    }
    try {
      await this.#incoming.act(lineId, offer, action);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** The window is connected again: what waits for that goes on at once. */
  connected(): void {
    this.#own.retry();
    this.#incoming.retry();
  }

  /** The window has left: nothing of its own is offered any more, and what comes in waits for the window to be back. */
  left(): void {
    this.#own.left();
  }

  /** Withdraws every offer, gives up what comes in, and throws away what lies about. */
  async dispose(): Promise<void> {
    this.#spool.dispose();
    for (const view of this.#views.values()) view.dispose();
    this.#views.clear();
    this.#own.dispose();
    await this.#incoming.dispose();
  }

  /** Whether files can be sent into a tab as things stand. */
  canSend(tabId: string): boolean {
    return this.#host.door() !== undefined && this.#host.target(tabId) !== undefined;
  }

  #canSend(tabId: string): boolean {
    const { t, tell } = this.#tools;
    const can = this.canSend(tabId);
    if (!can)
      tell(t('Files can be sent in a room or private chat on a PyChat relay, while you are connected.'));
    return can;
  }

  #localPaths(paths: readonly (string | undefined)[]): string[] {
    const { t, tell } = this.#tools;
    const local = paths.filter(one => one !== undefined);
    if (local.length < paths.length) tell(t('Only files on this machine can be sent.'));
    return local;
  }

  async #sendAll(tabId: string, paths: readonly string[]): Promise<void> {
    for (const one of paths) await this.#send(tabId, { path: one, name: path.basename(one) });
  }

  async #sendDropped(tabId: string, { file, name, size }: DroppedFile): Promise<void> {
    const { t, withProgress } = this.#tools;
    try {
      const title = t('Reading {name}…', { name: cleanFileName(name) });
      const spooled = await withProgress(title, (report, signal) =>
        this.#spool.take({ file, size }, signal, moved => report(moved / size)),
      );
      await this.#send(tabId, { path: spooled.path, name }, spooled);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** @param spooled is deleted when it is no longer offered */
  async #send(
    tabId: string,
    { path: from, name }: { readonly path: string; readonly name: string },
    spooled?: Spooled,
  ): Promise<void> {
    const clean = cleanFileName(name);
    const { t, withProgress, clock } = this.#tools;
    const drop = (): void =>
      void spooled?.dispose().catch((error: unknown) => this.#tools.log(String(error)));
    let offering: KeptOffering | undefined;
    try {
      const source = await LocalFile.open(from);
      const kept = (offering = new KeptOffering({ source, tabId, host: this.#host, clock }));
      // The relay says first whether it takes it: reading a big file takes a while.
      const ticket = await kept.start();
      const hash = await withProgress(t('Preparing {name}…', { name: clean }), (report, signal) =>
        source.hash(signal, moved => report(moved / source.size)),
      );
      const offer: FileOffer = { ...ticket, name: clean, size: source.size, hash };
      this.#say(tabId, new OwnFile({ offer, path: from, offering: kept, t, onEnd: drop }));
    } catch (error) {
      offering?.dispose();
      drop();
      this.#tell(error);
    }
  }

  #say(tabId: string, file: OwnFile): void {
    this.#own.add(file);
    const lineId = this.#host.offer(tabId, file.offer, fileOfferText(file.offer));
    if (lineId === '') file.end('cancelled', '');
    else file.lineId = lineId;
  }

  #tell(error: unknown): void {
    this.#tools.log(`a file was not passed: ${String(error)}`);
    const sentence = fileSentence(error, this.#tools.t);
    if (sentence !== '') this.#tools.tell(sentence);
  }

  #show(lineId: string, view: FileView): void {
    const known = this.#views.get(lineId);
    const throttle =
      known ??
      new Throttle<FileView>(changeMs, this.#tools.clock, newest => this.#host.changed(lineId, newest));
    if (known === undefined) this.#views.set(lineId, throttle);
    throttle.push(view);
  }
}

function pathOf({ scheme, fsPath }: FileAddress): string | undefined {
  return scheme === 'file' ? fsPath : undefined;
}

/** @param address comes from the page: one with a host would have the system look for a machine of that name */
function pathOfAddress(address: string): string | undefined {
  try {
    const url = new URL(address);
    return url.protocol === 'file:' && url.host === '' ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}
