import type { FileOffer } from '../../chat/event.ts';
import type { FileView } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { FileDoor } from '../../client/files/fileDoor.ts';
import type { Clock } from '../../common/clock.ts';

/** What transfers need of the window's chat. */
export interface TransferHost {
  /** The relay that the window is connected to, when it passes files; undefined at any other time. */
  door(): FileDoor | undefined;
  /** The room or nick that a tab is of, while something can be said there. */
  target(tabId: string): string | undefined;
  /** Says in a tab that a file is offered. @returns the line's id, '' when it cannot be said */
  offer(tabId: string, offer: FileOffer, text: string): string;
  /** A line's file stands otherwise now. */
  changed(lineId: string, view: FileView): void;
  /** Asks the page for a piece of a file that was dropped on it. */
  wantBytes(file: string, offset: number, length: number): void;
  /** The page may let go of a file that was dropped on it. */
  forgetFile(file: string): void;
}

/** What transfers need of the editor. */
export interface TransferTools {
  readonly t: Translate;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  /** For what is dropped, on this machine; made when needed. */
  readonly spoolFolder: string;
  /** Asks which files to send. @returns paths on this machine, none when the user thinks better of it */
  readonly chooseFiles: () => Promise<readonly string[]>;
  /** Asks where a file shall go. @returns a path on this machine */
  readonly choosePlace: (name: string) => Promise<string | undefined>;
  /** Asks whether these files shall go there: the page has named them, and the page shows what strangers say. */
  readonly confirmSend: (paths: readonly string[], target: string) => Promise<boolean>;
  /** Shows a file where it lies. */
  readonly reveal: (path: string) => void;
  /** Tells the user what did not work. */
  readonly tell: (sentence: string) => void;
  /** Shows that work goes on, how far it is (0 to 1), and a way to call it off. */
  readonly withProgress: <T>(
    title: string,
    work: (report: (share: number) => void, signal: AbortSignal) => Promise<T>,
  ) => Promise<T>;
}
