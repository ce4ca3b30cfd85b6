import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileOffer } from '../../../src/chat/event.ts';
import type { FileView } from '../../../src/chat/line.ts';
import type { FileEndpoint } from '../../../src/client/files/fileEndpoint.ts';
import { SaidFailure } from '../../../src/conversation/connections/failureText.ts';
import type { FilePlace } from '../../../src/conversation/effect.ts';
import type { Input } from '../../../src/conversation/input.ts';
import type { ToWebview } from '../../../src/panel/protocol.ts';
import type { FileDialogs } from '../../../src/app/files/fileDialogs.ts';
import type { EditorUri } from '../../../src/app/files/fileFrom.ts';
import { FileTransfers } from '../../../src/app/files/fileTransfers.ts';
import type { Place } from '../../client/files/place.ts';

type Said = Extract<Input, { type: 'fileOffered' }>;
type Parts = ConstructorParameters<typeof FileTransfers>[0];

/** Where files go that are sent to a room or nick, over this connection. */
export function placeOf(target: string, connection = 'one'): FilePlace {
  return { tab: target, connection, target };
}

/** A file of this machine, as the editor names it. */
export function localUri(fsPath: string): EditorUri {
  return { scheme: 'file', fsPath, toString: () => pathToFileURL(fsPath).href };
}

/** The files of one window, with all that they asked and said. Its tests stand in for the module `vscode`. */
export class FilesWindow {
  readonly folder: string;
  readonly transfers: FileTransfers;
  readonly said: Said[] = [];
  readonly failures: string[] = [];
  readonly views = new Map<string, FileView[]>();
  readonly posted: string[] = [];
  readonly revealed: string[] = [];
  readonly opened: string[] = [];
  readonly asked: string[] = [];
  /** Called when a progress is shown, once the work has begun. */
  onProgress: (title: string, cancel: () => void) => void = () => undefined;
  /** Called when the work is done, while its progress is still shown. */
  onProgressDone: () => void = () => undefined;
  /** What the dialogs answer. */
  chosen: readonly string[] = [];
  place: string | undefined;
  confirms = true;
  /** What only the editor can read, by its address. */
  readonly remote = new Map<string, Uint8Array>();
  /** The connections that are up. */
  readonly endpoints = new Map<string, FileEndpoint>();
  readonly #endpoint: FileEndpoint;
  readonly #watchers = new Set<() => void>();

  private constructor(folder: string, endpoint: FileEndpoint) {
    this.folder = folder;
    this.#endpoint = endpoint;
    this.connect();
    const services = { context: { globalStorageUri: { fsPath: folder } }, log: { info: () => undefined } };
    const parts: Parts = {
      services: services as unknown as Parts['services'],
      take: input => this.#take(input),
      post: message => this.#post(message),
      endpointOf: connection => this.endpoints.get(connection),
    };
    this.transfers = new FileTransfers(parts, this.#dialogs());
  }

  static async of(place: Place, nick: string): Promise<FilesWindow> {
    return new FilesWindow(await mkdtemp(path.join(tmpdir(), `pychat-${nick}-`)), await place.endpoint(nick));
  }

  /** Has a connection to the relay. */
  connect(connection = 'one'): void {
    this.endpoints.set(connection, this.#endpoint);
  }

  /** Nobody answers at the connection's address. */
  loseServer(connection = 'one'): void {
    this.endpoints.set(connection, { ...this.#endpoint, address: { address: '127.0.0.1', port: 1 } });
  }

  /** Leaves as the window does: the connection is no more when the files hear of it. */
  leave(connection = 'one'): void {
    this.endpoints.delete(connection);
    this.transfers.connectionDown(connection);
  }

  /** Does to an offer what a button does. */
  act(offer: FileOffer, action: Parameters<FileTransfers['act']>[2], connection = 'one'): Promise<void> {
    return this.transfers.act(connection, offer, action);
  }

  /** A path in this person's folder. */
  at(name: string): string {
    return path.join(this.folder, name);
  }

  /** What lies in the folder. */
  async files(): Promise<string[]> {
    return (await readdir(this.folder)).filter(name => name !== 'files').toSorted();
  }

  last({ id }: FileOffer): FileView | undefined {
    return this.views.get(id)?.at(-1);
  }

  untilState(offer: FileOffer, state: FileView['state']): Promise<void> {
    return this.until(() => this.last(offer)?.state === state);
  }

  /** Resolves when `test` holds, looked at with all that is said. */
  until(test: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (!test()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  async end(): Promise<void> {
    await this.transfers.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  #take(input: Input): void {
    if (input.type === 'fileOffered') this.said.push(input);
    if (input.type === 'fileChanged')
      this.views.set(input.offer, [...(this.views.get(input.offer) ?? []), input.view]);
    this.#look();
  }

  #post(message: ToWebview): void {
    if (message.type === 'wantBytes') this.posted.push(`${message.file} ${message.offset} ${message.length}`);
    if (message.type === 'forgetFile') this.posted.push(`forget ${message.file}`);
    this.#look();
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }

  #dialogs(): FileDialogs {
    return {
      chooseFiles: () => Promise.resolve(this.chosen.map(localUri)),
      choosePlace: name => {
        this.asked.push(name);
        return Promise.resolve(this.place);
      },
      readRemote: address => {
        const content = this.remote.get(address);
        if (content === undefined) throw new SaidFailure('The editor cannot read it.');
        return Promise.resolve({ name: path.basename(address), content });
      },
      confirmSend: paths => {
        this.asked.push(...paths);
        return Promise.resolve(this.confirms);
      },
      open: file => void this.opened.push(file),
      reveal: file => void this.revealed.push(file),
      fail: sentence => {
        this.failures.push(sentence);
        this.#look();
      },
      withProgress: async (title, work) => {
        const controller = new AbortController();
        const working = work(() => undefined, controller.signal);
        this.onProgress(title, () => controller.abort());
        const result = await working;
        this.onProgressDone();
        return result;
      },
    };
  }
}
