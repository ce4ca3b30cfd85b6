import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Message } from '../../irc/message.ts';
import type { Whole } from '../reading/batches.ts';
import { historyTimeoutMs, maxHistoryRequests, smallPageLength } from '../limits.ts';
import type { Server } from '../server.ts';

/** What came in answer to a request: messages, oldest first; or a refusal; or nothing, as the connection is no use. */
export type Page = readonly Whole[] | 'refused' | undefined;

/** One CHATHISTORY. https://ircv3.net/specs/extensions/chathistory#subcommands */
export interface HistoryRequest {
  readonly subcommand: 'LATEST' | 'AFTER' | 'BEFORE' | 'TARGETS';
  /** '' with TARGETS. */
  readonly target: string;
  readonly selectors: readonly string[];
  readonly limit: number;
  /** Called once. */
  readonly done: (page: Page) => void;
}

/** Asks for history, one request after the other, so that an answer without a label is known, too. */
export class HistoryRequests implements Disposable {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #send: (sent: Message) => void;
  #waiting: HistoryRequest[] = [];
  #current: { request: HistoryRequest; label: string; timer: Disposable } | undefined;
  #labels = 0;
  /** It did not answer once: then it is not asked again. */
  #isDead = false;

  constructor(server: Server, clock: Clock, send: (sent: Message) => void) {
    this.#server = server;
    this.#clock = clock;
    this.#send = send;
  }

  ask(request: HistoryRequest): void {
    if (this.#isDead || this.#waiting.length >= maxHistoryRequests) {
      request.done(undefined);
      return;
    }
    this.#waiting.push(request);
    this.#next();
  }

  /** @returns whether a message was an answer, or came too late to be one */
  take(received: Whole): boolean {
    const label = received.tags.get('label');
    if (label !== undefined && !label.startsWith(labelStart)) return false;
    const { request, label: wanted } = this.#current ?? {};
    if (label !== undefined) {
      if (label === wanted) this.#answer(pageOf(received));
      return true;
    }
    if (request === undefined || !this.#isAnswer(received, request)) return false;
    this.#answer(pageOf(received));
    return true;
  }

  /** Whoever waits gets nothing. */
  dispose(): void {
    this.#isDead = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#answer(undefined);
    for (const request of waiting) request.done(undefined);
  }

  #next(): void {
    const [request] = this.#waiting;
    if (this.#current !== undefined || request === undefined) return;
    this.#waiting.shift();
    const label = `${labelStart}${++this.#labels}`;
    this.#current = { request, label, timer: this.#clock.after(historyTimeoutMs, () => this.dispose()) };
    const { subcommand, target, selectors, limit } = request;
    const params = [subcommand, ...(target === '' ? [] : [target]), ...selectors, String(limit)];
    const canLabel = this.#server.capabilities.has('labeled-response');
    this.#send({ tags: new Map(canLabel ? [['label', label]] : []), command: 'CHATHISTORY', params });
  }

  #answer(page: Page): void {
    const current = this.#current;
    this.#current = undefined;
    current?.timer.dispose();
    current?.request.done(page);
    if (!this.#isDead) this.#next();
  }

  /** Without a label it is told by what it is about. */
  #isAnswer({ command, params, past }: Whole, { subcommand, target }: HistoryRequest): boolean {
    if (command === 'FAIL') return params[0] === 'CHATHISTORY';
    if (command === '421' || command === '461') return params[1]?.toUpperCase() === 'CHATHISTORY';
    if (past === undefined) return false;
    if (subcommand === 'TARGETS') return params[1] === 'draft/chathistory-targets';
    return params[1] === 'chathistory' && this.#server.same(params[2] ?? '', target);
  }
}

/** The outbox numbers its messages, and has no hyphen in its labels. */
const labelStart = 'h-';

function pageOf({ command, past }: Whole): Page {
  if (past !== undefined) return past;
  return command === 'ACK' ? [] : 'refused';
}

/** UTF-16 units of a message's text. */
export function lengthOf({ params }: Whole): number {
  return (params[1] ?? '').length;
}

/** Whether a server that was asked for so many messages has no more than these: it may also bound their length. */
export function isShort(page: readonly Whole[], asked: number): boolean {
  return page.length < asked && pageLength(page) < smallPageLength;
}

/** How long an answer is, roughly as a server may count who bounds it by that. */
function pageLength(page: readonly Whole[]): number {
  return page.reduce(
    (sum, whole) => sum + lengthOf(whole) + 50 * (whole.params[1] ?? '').split('\n').length,
    0,
  );
}
