import type { HistoricEvent } from '../../chat/event.ts';
import { isWord } from '../../irc/names.ts';
import type { ClientState } from '../clientState.ts';
import { supports } from '../features.ts';
import { historyFirstMessages, maxOlderPages } from '../limits.ts';
import type { Server } from '../server.ts';
import type { HistoryAnswer, HistoryRequests } from './historyRequests.ts';
import { selectorOfMessage, selectorOf, timestampOf } from './selectors.ts';

/** A piece of what was said earlier. */
export interface Older {
  /** Oldest first. */
  readonly events: readonly HistoricEvent[];
  /**
   * Whether there may be more before that: `all` only where the server itself says that there is nothing older. It may
   * also refuse, or not answer, which a later request need not.
   */
  readonly end: 'more' | 'all' | 'refused' | 'noAnswer';
}

/** Gives what was said earlier, on request. */
export class OlderHistory {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #history: HistoryRequests;

  constructor(server: Server, client: ClientState, history: HistoryRequests) {
    this.#server = server;
    this.#client = client;
    this.#history = history;
  }

  /**
   * The messages before a time, in milliseconds since 1970, and what was done to them then. Where nobody said a thing
   * for long it looks further back, `maxOlderPages` times.
   */
  async ask(target: string, before: number): Promise<Older> {
    if (!isWord(target) || !supports(this.#server, 'history')) return { events: [], end: 'refused' };
    const { oldest } = this.#client;
    const mark = oldest.get(target);
    // By the name of the oldest message no other of the same millisecond gets lost.
    const known = mark?.at === before ? selectorOf(this.#server, mark) : timestampOf(before);
    const older = await this.#look(target, known);
    // A message that is gone cannot be named.
    if (older.end === 'refused' && older.events.length === 0 && known !== timestampOf(before))
      return this.#look(target, timestampOf(before));
    return older;
  }

  async #look(target: string, from: string): Promise<Older> {
    let events: readonly HistoricEvent[] = [];
    let end: Older['end'] = 'more';
    let place: string | undefined = from;
    for (let pages = 0; pages < maxOlderPages && end === 'more'; pages++) {
      const answer = await this.#page(target, place);
      if (typeof answer !== 'object') end = answer;
      else {
        events = [...answer.events, ...events];
        const [first] = answer.messages;
        const next: string | undefined = first && selectorOfMessage(this.#server, first);
        if (next === undefined || next === place) end = first === undefined ? 'all' : 'refused';
        if (events.some(event => event.type === 'message')) break;
        place = next ?? place;
      }
    }
    this.#client.oldest.setFirst(target, events);
    return { events, end };
  }

  #page(target: string, place: string): Promise<HistoryAnswer> {
    const limit = Math.min(historyFirstMessages, this.#server.historyMessages);
    return new Promise(done => {
      this.#history.ask({ subcommand: 'BEFORE', target, selectors: [place], limit, done });
    });
  }
}
