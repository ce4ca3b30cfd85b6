import type { FileOffer } from '../../chat/event.ts';
import type { FileState, FileView } from '../../chat/line.ts';
import { visibleName } from '../../chat/visible.ts';
import type { FileEndpoint } from '../../client/files/fileEndpoint.ts';
import { FileFailure, fileFailure, isPassing } from '../../client/files/fileFailure.ts';
import { offerFile, type Sending } from '../../client/files/offerFile.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { FilePlace } from '../../conversation/effect.ts';
import { t } from '../words.ts';
import { fileSentence } from './fileWords.ts';
import type { LocalFile } from './localFile.ts';

/** Milliseconds before an offer is made again, the first time and at most. */
const againMs = { first: 1_000, max: 30_000 };

/** Nicks that are shown of those who have a file. */
const maxNamed = 10;

interface OfferedFileParts {
  readonly place: FilePlace;
  readonly source: LocalFile;
  /** As others see it. */
  readonly name: string;
  readonly endpoint: () => FileEndpoint | undefined;
  readonly clock: Clock;
  /** Called with every step, from when the offer is complete. */
  readonly changed: (file: OfferedFile) => void;
  /** Called once when it is no longer offered. */
  readonly ended: () => void;
}

/**
 * A file that we offer: who is fetching it, how many have it. The offer is made again whenever its connection broke, until
 * it ends.
 */
export class OfferedFile {
  readonly #parts: OfferedFileParts;
  readonly #controller = new AbortController();
  readonly #moving = new Map<string, number>();
  /** What the relay knows the offer by; empty until it does. */
  #ticket = { id: '', secret: '' };
  #offer: FileOffer | undefined;
  #end: { readonly state: FileState; readonly note: string } | undefined;
  #have = 0;
  /** Who has it, as far as their nicks are known. */
  readonly #nicks = new Set<string>();
  #wait = againMs.first;
  #timer: Disposable | undefined;
  #isOffered = false;
  #isTrying = false;

  constructor(parts: OfferedFileParts) {
    this.#parts = parts;
  }

  get place(): FilePlace {
    return this.#parts.place;
  }

  get path(): string {
    return this.#parts.source.path;
  }

  /** The offer's; '' while it is prepared. */
  get id(): string {
    return this.#offer?.id ?? '';
  }

  /** Whether somebody is fetching it right now. */
  get isBusy(): boolean {
    return this.#moving.size > 0;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  get view(): FileView {
    const { name, source } = this.#parts;
    const common = { name, size: source.size, moved: 0 };
    if (this.#end !== undefined) return { ...common, ...this.#end };
    const note = this.#note();
    if (this.isBusy) return { ...common, moved: this.#moved(), state: 'moving', note };
    return { ...common, state: this.#isOffered ? 'offered' : 'paused', note };
  }

  /** Has the relay take the offer, for the first time or again. @throws {FileFailure} */
  async open(): Promise<void> {
    const { source, clock, endpoint, place } = this.#parts;
    const there = endpoint();
    if (there === undefined) throw new FileFailure('broken', 'not connected');
    const { signal } = this.#controller;
    const renews = this.#ticket.id === '' ? {} : { renews: this.#ticket };
    const offering = await offerFile(there, source, { target: place.target, signal, clock, ...renews });
    offering.onSending(sending => this.#step(sending));
    offering.onClosed(failure => this.#broke(failure));
    this.#ticket = { id: offering.id, secret: offering.secret };
    this.#isOffered = true;
  }

  /** Reads all of an open one, for its hash. @throws {FileFailure}; the signal's reason; like `throwIfEnded` */
  async prepare(report: (share: number) => void, signal: AbortSignal): Promise<FileOffer> {
    const { source, name } = this.#parts;
    const { size } = source;
    const either = AbortSignal.any([signal, this.#controller.signal]);
    const hash = await source.hash(either, moved => report(moved / size));
    return (this.#offer = { ...this.#ticket, name, size, hash });
  }

  /** @throws {FileFailure} when it failed, `AbortError` when it was withdrawn */
  throwIfEnded(): void {
    this.#controller.signal.throwIfAborted();
  }

  /** It is no longer offered. @param reason what preparing it fails with, where that is still going on */
  end(state: FileState, note: string, reason?: FileFailure): void {
    if (this.#end !== undefined) return;
    this.#end = { state, note };
    this.#moving.clear();
    this.#timer?.dispose();
    this.#controller.abort(reason);
    this.#parts.ended();
    this.#changed();
  }

  /** The window is connected again: tries at once. */
  retry(): void {
    if (this.#isOffered || this.#isTrying || this.isOver || this.#ticket.id === '') return;
    this.#timer?.dispose();
    this.#wait = againMs.first;
    void this.#again();
  }

  #changed(): void {
    if (this.#offer !== undefined) this.#parts.changed(this);
  }

  async #again(): Promise<void> {
    this.#isTrying = true;
    try {
      await this.open();
      this.#wait = againMs.first;
      this.#changed();
    } catch (error) {
      this.#broke(fileFailure(error));
    } finally {
      this.#isTrying = false;
    }
  }

  #broke(failure: FileFailure): void {
    this.#isOffered = false;
    if (this.isOver) return;
    // The receiver may be away as we were.
    if (!isPassing(failure) && failure.code !== 'noTarget' && failure.code !== 'tooMany') {
      this.end(failure.code === 'gone' ? 'gone' : 'failed', fileSentence(failure), failure);
      return;
    }
    this.#timer = this.#parts.clock.after(this.#wait, () => void this.#again());
    this.#wait = Math.min(this.#wait * 2, againMs.max);
    this.#changed();
  }

  #step({ pull, nick, moved, state }: Sending): void {
    if (this.isOver) return;
    if (state === 'moving') this.#moving.set(pull, moved);
    else this.#moving.delete(pull);
    if (state === 'done') this.#have++;
    if (state === 'done' && nick !== '') this.#nicks.add(visibleName(nick));
    this.#changed();
  }

  /** Of several receivers the mean. */
  #moved(): number {
    let sum = 0;
    for (const moved of this.#moving.values()) sum += moved;
    return Math.floor(sum / this.#moving.size);
  }

  #note(): string {
    const have = this.#have > 0 ? this.#haveText() : '';
    const fetching =
      this.#moving.size > 1 ? t('Downloading now: {count}.', { count: this.#moving.size }) : '';
    const away = this.#isOffered ? '' : t('It is offered again when the connection is back.');
    return [have, fetching, away].filter(Boolean).join(' ');
  }

  #haveText(): string {
    const count = this.#have;
    const named = [...this.#nicks].slice(0, maxNamed);
    const nicks = `${named.join(', ')}${named.length < this.#nicks.size ? '…' : ''}`;
    return nicks === ''
      ? t('Downloaded by {count}.', { count })
      : t('Downloaded by {count}: {nicks}.', { count, nicks });
  }
}
