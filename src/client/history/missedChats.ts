import { isWord } from '../../irc/names.ts';
import type { ClientState } from '../clientState.ts';
import { supports } from '../features.ts';
import { maxMissedChats, maxNameLength, missedChatsMs, missedOverlapMs } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import { parseTime } from '../reading/serverTime.ts';
import type { Server } from '../server.ts';
import type { AboutChat, CatchUp } from './catchUp.ts';
import { gapBetween } from './gap.ts';
import type { HeldEvents } from './heldEvents.ts';
import type { HistoryAnswer, HistoryRequests } from './historyRequests.ts';
import { knownUpTo } from './marks.ts';
import { timestampOf } from './selectors.ts';

/** Later than any message, and a time that every server can hold. */
const farTime = Date.UTC(2200, 0, 1);

/** Fetches what went on in private chats while we were not there. */
export class MissedChats {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #history: HistoryRequests;
  readonly #held: HeldEvents;
  readonly #catchUp: CatchUp;
  /** Chats, folded, of which what was missed is not there yet. */
  readonly #missed = new Set<string>();
  #isAsking = false;

  constructor(
    server: Server,
    client: ClientState,
    history: HistoryRequests,
    { held, catchUp }: { readonly held: HeldEvents; readonly catchUp: CatchUp },
  ) {
    this.#server = server;
    this.#client = client;
    this.#history = history;
    this.#held = held;
    this.#catchUp = catchUp;
  }

  /** All that was said to us is known up to now: what was missed has come. */
  get isDone(): boolean {
    return !this.#isAsking && this.#missed.size === 0;
  }

  /** Looks for chats that went on, the latest `maxMissedChats`, and fetches them. */
  begin(): void {
    const { chatsKnownUpTo: known, areChatsKept, serverClock } = this.#client;
    if (!supports(this.#server, 'history')) {
      if (known !== undefined && !areChatsKept) this.#lost(known, serverClock.now());
      this.#settle();
      return;
    }
    // Of those that nothing is shown of yet, the last lines are shown as well.
    const recent = known === undefined || areChatsKept ? serverClock.now() - missedChatsMs : Infinity;
    const since = Math.min(recent, (known ?? Infinity) - missedOverlapMs);
    this.#isAsking = known !== undefined;
    this.#held.beginPrivate();
    this.#history.ask({
      subcommand: 'TARGETS',
      target: '',
      // From the end back, so that the latest come where there are too many.
      selectors: [timestampOf(farTime), timestampOf(since)],
      limit: this.#server.historyMessages,
      late: () => this.#held.letOutPrivate(),
      done: answer => this.#held.endPrivate(() => this.#take(answer, known), this.#catchUp.isOver),
    });
  }

  #take(answer: HistoryAnswer, known: number | undefined): void {
    // At the end of the connection it is for the next one to ask.
    if (this.#catchUp.isOver) return;
    this.#isAsking = false;
    const page = typeof answer === 'object' ? answer : undefined;
    const chats = (page?.messages ?? []).filter(message => this.#isMissed(message));
    const fetched = chats.slice(-maxMissedChats);
    const about = { heardUpTo: known, keptSince: page?.keptSince };
    for (const { params } of fetched) this.#fetch(params[1] ?? '', about);
    // Whether a line of ours is there is known from the chat itself: not every one is kept.
    for (const { target } of this.#client.outbox.unsettled)
      if (!this.#server.isChannel(target) && !this.#isFetched(target)) this.#fetch(target, about);
    const skipped = chats.length - fetched.length;
    const lostUpTo = page === undefined ? this.#client.serverClock.now() : page.keptSince;
    const skippedUpTo = skipped > 0 ? parseTime(chats[skipped - 1]?.params[2] ?? '') : undefined;
    if (known !== undefined) this.#lost(known, Math.max(lostUpTo ?? 0, skippedUpTo ?? 0));
    this.#settle();
  }

  /** Whether somebody said something there that we have not heard. */
  #isMissed({ command, params }: Whole): boolean {
    const [subcommand, name = '', time = ''] = params;
    if (command !== 'CHATHISTORY' || subcommand !== 'TARGETS') return false;
    if (name.length > maxNameLength || !isWord(name) || this.#server.isChannel(name)) return false;
    return (this.#client.marks.get(name)?.at ?? -1) < Date.parse(time);
  }

  #fetch(name: string, about: Pick<AboutChat, 'heardUpTo' | 'keptSince'>): void {
    const key = this.#server.fold(name);
    this.#client.readMarkers.ask(name);
    this.#missed.add(key);
    const { areChatsKept, marks } = this.#client;
    if (about.heardUpTo !== undefined && areChatsKept) marks.keep(name, about.heardUpTo);
    this.#catchUp.begin(name, { ...about, done: () => this.#missed.delete(key) });
  }

  /** Something may be lost from what all chats are known up to: a gap in each that is not fetched, and one for all others. */
  #lost(known: number, to: number): void {
    if (known >= to) return;
    const { marks, emit } = this.#client;
    for (const target of marks.targets) {
      const mark = marks.get(target);
      const from = Math.max(known, mark === undefined ? 0 : knownUpTo(mark));
      if (from >= to || this.#server.isChannel(target) || this.#isFetched(target)) continue;
      emit({ type: 'history', target, events: [gapBetween(target, from, to)], isWhole: false });
    }
    emit(gapBetween('', known, to));
  }

  /** Of lines of ours to what is no chat and no room of ours nobody can tell. */
  #settle(): void {
    this.#client.outbox.settleOthers(target => this.#isFetched(target));
  }

  #isFetched(target: string): boolean {
    return this.#missed.has(this.#server.fold(target));
  }
}
