import type { ChatEvent } from '../../chat/event.ts';
import type { HistoryRequests, Page } from './historyRequests.ts';
import { historyFirstMessages, maxOlderPages } from '../limits.ts';
import type { Marks } from './marks.ts';
import { isWord } from '../names.ts';
import type { Replay } from './replay.ts';
import { placeOf, selectorOf, timestampOf } from './selectors.ts';
import type { Server } from '../server.ts';

/** A piece of what was said earlier. */
export interface Older {
  /** Oldest first. */
  readonly events: readonly ChatEvent[];
  /** Whether it is worth to ask for what was before that. */
  readonly more: boolean;
}

/** Gives what was said earlier, on request. */
export class OlderHistory {
  readonly #server: Server;
  readonly #history: HistoryRequests;
  readonly #replay: Replay;
  readonly #oldest: Marks;

  /** @param oldest the oldest messages shown: by their names no other of the same millisecond gets lost */
  constructor(server: Server, oldest: Marks, history: HistoryRequests, replay: Replay) {
    this.#server = server;
    this.#oldest = oldest;
    this.#history = history;
    this.#replay = replay;
  }

  /**
   * The messages before a time, in milliseconds since 1970, and what was done to them then. Where nobody said a thing
   * for long it looks further back, `maxOlderPages` times.
   */
  async ask(target: string, before: number): Promise<Older> {
    if (!isWord(target)) return { events: [], more: false };
    const mark = this.#oldest.get(target);
    const known = mark?.at === before ? selectorOf(this.#server, mark) : timestampOf(before);
    let older = await this.#look(target, known);
    // A message that is gone cannot be named.
    if (older === 'refused' && known !== timestampOf(before))
      older = await this.#look(target, timestampOf(before));
    if (older === 'refused') return { events: [], more: false };
    this.#oldest.setFirst(target, older.events);
    return older;
  }

  async #look(target: string, from: string): Promise<Older | 'refused'> {
    let events: ChatEvent[] = [];
    let place = from;
    for (let pages = 0; pages < maxOlderPages; pages++) {
      const page = await this.#page(target, place);
      if (page === 'refused' && pages === 0) return page;
      const [first] = typeof page === 'object' ? page : [];
      if (typeof page !== 'object' || first === undefined) return { events, more: false };
      events = [...this.#replay.take(page, true).events, ...events];
      const next = placeOf(this.#server, first);
      if (next === undefined || next === place) return { events, more: false };
      if (events.some(event => event.type === 'message')) break;
      place = next;
    }
    return { events, more: true };
  }

  #page(target: string, place: string): Promise<Page> {
    const limit = Math.min(historyFirstMessages, this.#server.historyMessages);
    return new Promise(done => {
      this.#history.ask({ subcommand: 'BEFORE', target, selectors: [place], limit, done });
    });
  }
}
