import type { ChatEvent } from '../../chat/event.ts';
import { keptBytes } from '../../common/keptBytes.ts';
import type { ClientState } from '../clientState.ts';
import { maxHeldBytes, maxHeldEvents } from '../limits.ts';
import type { Server } from '../server.ts';
import type { Mark } from './marks.ts';

/** What is held of one room or private chat. */
interface Held {
  readonly events: ChatEvent[];
  bytes: number;
  /** The latest message that came meanwhile. */
  newest: Mark | undefined;
}

/** The name under which all private chats are held until it is known which of them went on: no room's and no nick. */
const privateChats = ' ';

/**
 * Tells what comes from rooms, but holds it until what was said before it is there, and lets it out in order. A message
 * that is held does not count as the last one seen: after a break in between, the ones before it are asked for again.
 */
export class HeldEvents {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #held = new Map<string, Held>();
  #count = 0;
  #bytes = 0;

  constructor(server: Server, client: ClientState) {
    this.#server = server;
    this.#client = client;
  }

  has(target: string): boolean {
    return this.#held.has(this.#server.fold(target));
  }

  begin(target: string): void {
    this.#held.set(this.#server.fold(target), { events: [], bytes: 0, newest: undefined });
  }

  /** @param isUnfinished what came before may be missing still: the last message seen stays the one before that */
  end(target: string, isUnfinished = false): void {
    this.#release(this.#server.fold(target), isUnfinished);
  }

  beginPrivate(): void {
    this.begin(privateChats);
  }

  /** @param begin is told which private chats went on, before what is held of them is let out or held for that */
  endPrivate(begin: () => void): void {
    const held = this.#take(privateChats);
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
      this.#client.emit(event);
      return;
    }
    held.events.push(event);
    this.#count++;
    this.#charge(held, keptBytes(event));
    if (this.#count > maxHeldEvents || this.#bytes > maxHeldBytes)
      for (const key of [...this.#held.keys()]) this.#release(key, false);
  }

  /** A message came: from now on it is the last one seen, unless it is held. */
  note(target: string, mark: Mark): void {
    const held = this.#heldFor(target);
    const { marks } = this.#client;
    const before = held === undefined ? marks.get(target) : held.newest;
    if (before !== undefined && before.at > mark.at) return;
    if (held === undefined) marks.set(target, mark);
    else held.newest = mark;
  }

  #heldFor(target: string): Held | undefined {
    const isPrivate = !this.#server.isChannel(target);
    return (
      this.#held.get(this.#server.fold(target)) ?? (isPrivate ? this.#held.get(privateChats) : undefined)
    );
  }

  #take(key: string): Held | undefined {
    const held = this.#held.get(key);
    this.#held.delete(key);
    this.#count -= held?.events.length ?? 0;
    if (held !== undefined) this.#charge(held, -held.bytes);
    return held;
  }

  #charge(held: Held, bytes: number): void {
    held.bytes += bytes;
    this.#bytes += bytes;
    this.#client.account.add(bytes);
  }

  #release(key: string, isUnfinished: boolean): void {
    const held = this.#take(key);
    if (held === undefined) return;
    const { marks, emit } = this.#client;
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
    case 'left':
      return !event.own;
    case 'topic':
      return event.by !== undefined;
    default:
      return false;
  }
}
