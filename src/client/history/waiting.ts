import type { ChatEvent } from '../../chat/event.ts';
import { maxHeldEvents } from '../limits.ts';
import type { Mark, Marks } from './marks.ts';

/** What waits of one room or private chat. */
interface Held {
  readonly events: ChatEvent[];
  /** The latest message that came meanwhile. */
  newest: Mark | undefined;
}

/** The name under which all private chats wait until it is known which of them went on: no room's and no nick. */
const privateChats = ' ';

export interface WaitingOptions {
  readonly fold: (name: string) => string;
  readonly isChannel: (name: string) => boolean;
  readonly marks: Marks;
  readonly emit: (event: ChatEvent) => void;
}

/**
 * Keeps what comes from rooms back until what was said before it is there, and lets it out in order. A message that
 * waits does not count as the last one seen: after a break in between, the ones before it are asked for again.
 */
export class Waiting {
  readonly #options: WaitingOptions;
  readonly #held = new Map<string, Held>();
  #count = 0;

  constructor(options: WaitingOptions) {
    this.#options = options;
  }

  has(target: string): boolean {
    return this.#held.has(this.#options.fold(target));
  }

  begin(target: string): void {
    this.#held.set(this.#options.fold(target), { events: [], newest: undefined });
  }

  /** @param isUnfinished what came before may be missing still: the last message seen stays the one before that */
  end(target: string, isUnfinished = false): void {
    this.#release(this.#options.fold(target), isUnfinished);
  }

  beginPrivate(): void {
    this.#held.set(privateChats, { events: [], newest: undefined });
  }

  /** @param begin is told which private chats went on, before what waits of them is let out or waits for that */
  endPrivate(begin: () => void): void {
    const held = this.#held.get(privateChats);
    this.#held.delete(privateChats);
    this.#count -= held?.events.length ?? 0;
    begin();
    for (const event of held?.events ?? []) {
      this.emit(event);
      if (event.type === 'message') this.note(event.target, { msgid: event.msgid ?? '', at: event.at });
    }
  }

  /** Tells an event, now or when its turn comes. */
  emit(event: ChatEvent): void {
    const held = isHeld(event) ? this.#heldFor(event.target) : undefined;
    if (held === undefined) {
      this.#options.emit(event);
      return;
    }
    held.events.push(event);
    this.#count++;
    if (this.#count > maxHeldEvents) this.#releaseAll();
  }

  /** A message came: from now on it is the last one seen, unless it has to wait. */
  note(target: string, mark: Mark): void {
    const held = this.#heldFor(target);
    const { marks } = this.#options;
    const before = held === undefined ? marks.get(target) : held.newest;
    if (before !== undefined && before.at > mark.at) return;
    if (held === undefined) marks.set(target, mark);
    else held.newest = mark;
  }

  #heldFor(target: string): Held | undefined {
    const { fold, isChannel } = this.#options;
    return this.#held.get(fold(target)) ?? (isChannel(target) ? undefined : this.#held.get(privateChats));
  }

  #releaseAll(): void {
    for (const key of [...this.#held.keys()]) this.#release(key);
  }

  #release(key: string, isUnfinished = false): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#count -= held.events.length;
    const { marks, emit } = this.#options;
    if (held.newest !== undefined && key !== privateChats && !isUnfinished) marks.set(key, held.newest);
    for (const event of held.events) emit(event);
  }
}

/** Whether an event has a place among what was said. */
function isHeld(event: ChatEvent): event is ChatEvent & { readonly target: string } {
  switch (event.type) {
    case 'message':
    case 'reaction':
    case 'redacted':
      return true;
    case 'joined':
      return !event.own;
    case 'left':
      return !event.own;
    case 'topic':
      return event.by !== undefined;
    default:
      return false;
  }
}
