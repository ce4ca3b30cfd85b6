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

/** A private chat that went on, and when something was said there last. */
interface Chat {
  readonly name: string;
  readonly at: number;
}

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
  /** What is known of every chat; undefined until the server has said which went on. */
  #about: Pick<AboutChat, 'heardUpTo' | 'keptSince'> | undefined;

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
      if (known !== undefined && !areChatsKept) this.#lostUntil(serverClock.now(), known);
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
    const { marks, outbox, serverClock } = this.#client;
    const page = typeof answer === 'object' ? answer : undefined;
    this.#about = { heardUpTo: known, keptSince: page?.keptSince };
    const chats = (page?.messages ?? []).flatMap(line => this.#chatIn(line) ?? []);
    // Several messages may have one time, where the server is no relay of ours.
    const isNews = (last: number, at: number): boolean => (this.#server.isPyChat ? last < at : last <= at);
    const missed = chats.filter(({ name, at }) => isNews(marks.get(name)?.at ?? -1, at));
    for (const { name } of missed.slice(-maxMissedChats)) this.#fetch(name);
    for (const { target } of outbox.unsettled) this.look(target);
    const isStartedAgain = this.#noteStart();
    if (known !== undefined && page === undefined) this.#lostUntil(serverClock.now(), known);
    else if (known !== undefined) {
      const lostUpTo = page?.keptSince ?? (isStartedAgain ? serverClock.now() : 0);
      this.#tellLost({ known, lostUpTo }, chats, missed.slice(0, -maxMissedChats));
    }
    this.#settle();
  }

  /** @returns whether a server that does not name its runs was started since we heard it: it may have forgotten all. */
  #noteStart(): boolean {
    const { run, started } = this.#server;
    const before = this.#client.run;
    if (run !== undefined || started === '') return false;
    this.#client.run = started;
    return before !== undefined && before !== started;
  }

  /**
   * Whether a line of ours is there is known from the chat itself: not every one is listed. Until the server has said which
   * went on nothing is done: all that may be there are looked for then.
   *
   * @param heardUpTo all that was said there up to then was told
   */
  look(target: string, heardUpTo?: number): void {
    const isChat = !this.#server.isChannel(target);
    if (!isChat || this.#about === undefined || this.#isFetched(target)) return;
    if (heardUpTo !== undefined) this.#client.marks.heardUpTo(target, heardUpTo);
    this.#fetch(target);
  }

  #chatIn({ command, params }: Whole): Chat | undefined {
    const [subcommand, name = '', time = ''] = params;
    const at = parseTime(time);
    if (command !== 'CHATHISTORY' || subcommand !== 'TARGETS' || at === undefined) return undefined;
    if (name.length > maxNameLength || !isWord(name) || this.#server.isChannel(name)) return undefined;
    return { name, at };
  }

  #fetch(name: string): void {
    const key = this.#server.fold(name);
    this.#client.readMarkers.ask(name);
    this.#missed.add(key);
    const { areChatsKept, marks } = this.#client;
    const { heardUpTo } = this.#about ?? {};
    if (heardUpTo !== undefined && areChatsKept) marks.keep(name, heardUpTo);
    this.#catchUp.begin(name, { ...this.#about, done: () => this.#missed.delete(key) });
  }

  /**
   * What may be lost since all was known: a gap for what nobody knows of, and one in each chat that is not fetched. Where
   * the server has lost something of some chat, those that it does not list are asked themselves, as many as may be.
   */
  #tellLost(
    { known, lostUpTo }: { readonly known: number; readonly lostUpTo: number },
    listed: readonly Chat[],
    skipped: readonly Chat[],
  ): void {
    this.#gap('', known, Math.max(lostUpTo, ...skipped.map(({ at }) => at)));
    for (const { name, at } of skipped) this.#gap(name, known, at);
    const names = new Set(listed.map(({ name }) => this.#server.fold(name)));
    for (const target of this.#chatsKnownBefore(lostUpTo)) {
      if (names.has(this.#server.fold(target)) || this.#isFetched(target)) continue;
      if (this.#missed.size < maxMissedChats) this.#fetch(target);
      else this.#gap(target, known, lostUpTo);
    }
  }

  /** Nobody tells what was said until now. */
  #lostUntil(now: number, known: number): void {
    this.#gap('', known, now);
    for (const target of this.#chatsKnownBefore(now))
      if (!this.#isFetched(target)) this.#gap(target, known, now);
  }

  /** Private chats of which not all is known up to a time, the latest first. */
  #chatsKnownBefore(time: number): readonly string[] {
    const isBefore = (target: string): boolean => this.#knownUpTo(target) < time;
    return this.#client.marks.targets
      .filter(target => !this.#server.isChannel(target) && isBefore(target))
      .reverse();
  }

  #knownUpTo(target: string): number {
    const mark = this.#client.marks.get(target);
    return mark === undefined ? 0 : knownUpTo(mark);
  }

  /** @param target '' for private chats of which nothing is known */
  #gap(target: string, known: number, to: number): void {
    const from = Math.max(known, this.#knownUpTo(target));
    if (from >= to) return;
    const gap = gapBetween(target, from, to);
    this.#client.emit(target === '' ? gap : { type: 'history', target, events: [gap], isWhole: false });
  }

  /** Of lines of ours to what is no chat and no room of ours nobody can tell. */
  #settle(): void {
    this.#client.outbox.settleOthers(target => this.#isFetched(target));
  }

  #isFetched(target: string): boolean {
    return this.#missed.has(this.#server.fold(target));
  }
}
