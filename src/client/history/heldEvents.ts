import type { ChatEvent } from '../../chat/event.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import { keptBytes } from '../../common/keptBytes.ts';
import { detach } from '../../irc/detach.ts';
import type { ClientState } from '../clientState.ts';
import { maxHeldBytes, maxHeldEvents, maxPlaceMarks } from '../limits.ts';
import type { Server } from '../server.ts';
import type { MessageMark } from './marks.ts';

/** What is held of one room or private chat. */
interface Held {
  events: ChatEvent[];
  bytes: number;
  /** The latest messages that came meanwhile, by folded target: of private chats there are several. */
  readonly newest: Map<string, { readonly target: string; readonly mark: MessageMark }>;
  /** It took too long: events are told as they come. */
  isLetOut: boolean;
}

/** The name under which all private chats are held until it is known which of them went on: no room's and no nick. */
const privateChats = ' ';

/**
 * Tells what comes from rooms, but holds it until what was said before it is there, and lets it out in order. A message
 * that came meanwhile does not count as the last one seen: after a break in between, the ones before it are asked for again.
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
    const held: Held = { events: [], bytes: 0, newest: new BoundedMap(maxPlaceMarks), isLetOut: false };
    this.#held.set(this.#server.fold(target), held);
  }

  /** What came before is still missing, but nobody waits for it any longer. */
  letOut(target: string): void {
    const held = this.#held.get(this.#server.fold(target));
    if (held === undefined) return;
    held.isLetOut = true;
    this.#tell(held);
  }

  /** @param isUnfinished what came before may be missing still: the last message seen stays the one before that */
  end(target: string, isUnfinished = false): void {
    const held = this.#take(target);
    if (held === undefined) return;
    if (!isUnfinished)
      for (const { target: name, mark } of held.newest.values()) this.#client.marks.set(name, mark);
    this.#tell(held);
  }

  beginPrivate(): void {
    this.begin(privateChats);
  }

  letOutPrivate(): void {
    this.letOut(privateChats);
  }

  /**
   * @param begin finds out which private chats went on, before what is held of them is let out or held for that
   * @param isUnfinished as with `end`
   */
  endPrivate(begin: () => void, isUnfinished: boolean): void {
    const held = this.#take(privateChats);
    begin();
    if (held === undefined) return;
    if (!isUnfinished) for (const { target, mark } of held.newest.values()) this.note(target, mark);
    for (const event of this.#empty(held)) this.emit(event);
  }

  /** Tells an event, now or when its turn comes. */
  emit(event: ChatEvent): void {
    const held = isHeld(event) ? this.#heldFor(event.target) : undefined;
    if (held === undefined || held.isLetOut) {
      this.#client.emit(event);
      return;
    }
    held.events.push(event);
    this.#count++;
    this.#charge(held, keptBytes(event));
    if (this.#count > maxHeldEvents || this.#bytes > maxHeldBytes)
      for (const key of [...this.#held.keys()]) this.letOut(key);
  }

  /** A message came: from now on it is the last one seen, unless what came before it is missing. */
  note(target: string, mark: MessageMark): void {
    const held = this.#heldFor(target);
    const { marks } = this.#client;
    const key = this.#server.fold(target);
    const before = held === undefined ? marks.get(target) : held.newest.get(key)?.mark;
    if (before !== undefined && before.at > mark.at) return;
    if (held === undefined) marks.set(target, mark);
    else held.newest.set(detach(key), { target: detach(target), mark });
  }

  #heldFor(target: string): Held | undefined {
    const isPrivate = !this.#server.isChannel(target);
    return (
      this.#held.get(this.#server.fold(target)) ?? (isPrivate ? this.#held.get(privateChats) : undefined)
    );
  }

  #take(target: string): Held | undefined {
    const key = this.#server.fold(target);
    const held = this.#held.get(key);
    this.#held.delete(key);
    return held;
  }

  #tell(held: Held): void {
    for (const event of this.#empty(held)) this.#client.emit(event);
  }

  #empty(held: Held): readonly ChatEvent[] {
    const { events } = held;
    held.events = [];
    this.#count -= events.length;
    this.#charge(held, -held.bytes);
    return events;
  }

  #charge(held: Held, bytes: number): void {
    held.bytes += bytes;
    this.#bytes += bytes;
    this.#client.account.add(bytes);
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
