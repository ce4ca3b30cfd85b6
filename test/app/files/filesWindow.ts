import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileOffer } from '../../../src/chat/event.ts';
import type { FileView } from '../../../src/chat/line.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import type { FileDoor } from '../../../src/client/files/fileDoor.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { TransferDesk } from '../../../src/app/files/transferDesk.ts';
import type { TransferHost, TransferTools } from '../../../src/app/files/transferTools.ts';
import type { Place } from '../../client/files/place.ts';

/** What a message told of a file. */
export interface Said {
  readonly lineId: string;
  readonly target: string;
  readonly offer: FileOffer;
  readonly text: string;
}

/** The transfers of one window, with all that they asked and told; tabs are named like what they are of. */
export class TestDesk implements TransferHost {
  readonly folder: string;
  readonly desk: TransferDesk;
  readonly said: Said[] = [];
  readonly told: string[] = [];
  readonly views = new Map<string, FileView[]>();
  readonly wanted: string[] = [];
  readonly revealed: string[] = [];
  readonly asked: string[] = [];
  /** What the dialogs answer. */
  chosen: readonly string[] = [];
  place: string | undefined;
  confirms = true;
  current: FileDoor | undefined;
  readonly #watchers = new Set<() => void>();

  private constructor(folder: string, door: FileDoor) {
    this.folder = folder;
    this.current = door;
    this.desk = new TransferDesk(this, this.#tools());
  }

  static async of(place: Place, nick: string): Promise<TestDesk> {
    return new TestDesk(await mkdtemp(path.join(tmpdir(), `pychat-${nick}-`)), await place.door(nick));
  }

  door(): FileDoor | undefined {
    return this.current;
  }

  target(tabId: string): string | undefined {
    return tabId === '' ? undefined : tabId;
  }

  offer(tabId: string, offer: FileOffer, text: string): string {
    const lineId = `line${this.said.length + 1}`;
    this.said.push({ lineId, target: tabId, offer, text });
    this.views.set(lineId, [this.desk.received(lineId, offer, true)]);
    this.#look();
    return lineId;
  }

  changed(lineId: string, view: FileView): void {
    this.views.set(lineId, [...(this.views.get(lineId) ?? []), view]);
    this.#look();
  }

  wantBytes(file: string, offset: number, length: number): void {
    this.wanted.push(`${file} ${offset} ${length}`);
    this.#look();
  }

  forgetFile(file: string): void {
    this.wanted.push(`forget ${file}`);
    this.#look();
  }

  /** A path in this person's folder. */
  at(name: string): string {
    return path.join(this.folder, name);
  }

  /** What lies in the folder. */
  async files(): Promise<string[]> {
    return (await readdir(this.folder)).filter(name => name !== 'spool').toSorted();
  }

  last(lineId: string): FileView | undefined {
    return this.views.get(lineId)?.at(-1);
  }

  /** Resolves when `test` holds, looked at with all that is told. */
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
    await this.desk.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  #look(): void {
    for (const look of [...this.#watchers]) look();
  }

  #tools(): TransferTools {
    return {
      t: inEnglish,
      clock: systemClock,
      log: () => undefined,
      spoolFolder: this.at('spool'),
      chooseFiles: () => Promise.resolve(this.chosen),
      choosePlace: name => {
        this.asked.push(name);
        return Promise.resolve(this.place);
      },
      confirmSend: paths => {
        this.asked.push(...paths);
        return Promise.resolve(this.confirms);
      },
      reveal: place => void this.revealed.push(place),
      tell: sentence => {
        this.told.push(sentence);
        this.#look();
      },
      withProgress: (_, work) => work(() => undefined, new AbortController().signal),
    };
  }
}
