import type { ChatEvent, HistoricEvent } from '../../../src/chat/event.ts';
import type { Person } from '../actors/person.ts';

/** What a line of the simulation begins with: no two texts, and no two lines of one, have the same. */
export function keyOfText(text: string): string | undefined {
  return /^m\d+(?:\+\d+)?/.exec(text)?.[0];
}

/** A message as the relay has relayed it. */
export interface Relayed {
  readonly msgid: string;
  /** Its place in the relay's order. */
  readonly order: number;
  /** The world's time. */
  readonly at: number;
  /** The time that the relay says it was. */
  time: number;
}

/** What the relay has said, put together from the ids it gave and the texts that anybody got with them. */
export class Observed {
  readonly #now: () => number;
  readonly #ids = new Map<string, Relayed>();
  readonly #relayed = new Map<string, Relayed[]>();
  readonly #ownTexts = new Map<string, string>();

  /** @param now the world's time */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Names the next message. */
  readonly newId = (): string => {
    const order = this.#ids.size;
    const msgid = `id${order}`;
    this.name({ msgid, order, at: this.#now(), time: 0 });
    return msgid;
  };

  /** A message has this name from now on. */
  protected name(relayed: Relayed): Relayed {
    this.#ids.set(relayed.msgid, relayed);
    return relayed;
  }

  /** What is known of a message that somebody heard of, and that was not named here. */
  protected readonly named: (msgid: string, time: number) => Relayed | undefined = () => undefined;

  /** A client tells its window something. */
  take(event: ChatEvent, person: Person): void {
    if (event.type === 'history') for (const one of event.events) this.#takeOne(one, person);
    else if (event.type === 'message') this.#takeOne(event, person);
    else if (event.type === 'delivery' && event.msgid !== undefined)
      this.#note(event.msgid, this.#ownTexts.get(event.id), event.at);
    else if (event.type === 'gap') person.toldGap(event, this.#now());
    else if (event.type === 'state' && event.state.phase === 'registered') person.arrivals.push(this.#now());
    else if (event.type === 'joined' && event.own) person.entered(event.target, this.#now(), event.at);
  }

  /** All under which a text was relayed: more than one when it was said twice. */
  of(key: string): readonly Relayed[] {
    return this.#relayed.get(key) ?? [];
  }

  /** Own lines come to their place in the server's order once they are relayed. */
  readonly placesOwn: boolean = true;

  /**
   * Whether it has not been relayed. What a line begins with in the middle of a part is nowhere noted.
   *
   * @param keys its first line's and those of the others
   */
  lacks([key = '']: readonly string[]): boolean {
    return this.of(key).length === 0;
  }

  /** The texts that were relayed. */
  get keys(): Iterable<string> {
    return this.#relayed.keys();
  }

  #takeOne(event: HistoricEvent, person: Person): void {
    if (event.type === 'gap') person.toldGap(event, this.#now());
    if (event.type !== 'message') return;
    const key = keyOfText(event.text);
    if (key === undefined) return;
    if (event.own) this.#ownTexts.set(event.id, key);
    if (event.msgid !== undefined) this.#note(event.msgid, key, event.at);
  }

  #note(msgid: string, key: string | undefined, time = 0): void {
    const relayed = this.#ids.get(msgid) ?? this.named(msgid, time);
    if (key === undefined || relayed === undefined) return;
    relayed.time = time;
    const known = this.of(key);
    if (!known.includes(relayed)) this.#relayed.set(key, [...known, relayed]);
  }
}
