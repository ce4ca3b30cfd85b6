import type { ChatEvent, MessageEvent, ResumedMessage } from '../../chat/event.ts';
import { carriesSecret, withoutLogin } from '../../code/typedSecrets.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Gather } from '../../common/gather.ts';
import type { Connection } from '../connections/connection.ts';
import type { Effect } from '../effect.ts';
import { keepQueueMs, maxQueueLength, maxQueueMessages, queueAskMs } from '../limits.ts';
import { maxStoredMessages, readQueue, type QueuedMessage } from './queuedMessage.ts';

type Delivered = Extract<ChatEvent, { type: 'delivery' }>;

/**
 * The messages of ours that are not known to have arrived, by server, in order. They are kept so that the next window
 * goes on with them however this one ends; those with secrets in them without their texts.
 */
export class KeptQueue implements Disposable {
  readonly #clock: Clock;
  readonly #run: (effect: Effect) => void;
  readonly #changed: Gather<true>;
  #servers = new Map<string, Map<string, QueuedMessage>>();
  /** Those that no client has, by their ids. */
  readonly #idle = new Set<string>();
  #isLoaded = false;
  #isClosed = false;

  constructor(clock: Clock, run: (effect: Effect) => void) {
    this.#clock = clock;
    this.#run = run;
    this.#changed = new Gather(keepQueueMs, clock, () => this.#store());
  }

  /** Takes what an earlier window has kept. */
  load(value: unknown): void {
    const before = this.#servers;
    this.#servers = new Map(
      [...readQueue(value)].map(([server, messages]) => [
        server,
        new Map(messages.map(one => [one.id, one])),
      ]),
    );
    for (const server of this.#servers.keys()) this.release(server);
    for (const [server, messages] of before)
      this.#servers.set(
        server,
        new Map([...this.all(server).map(one => [one.id, one] as const), ...messages]),
      );
    this.#isLoaded = true;
    if (before.size > 0) this.#store();
  }

  /** The window closes: nothing changes any more. What an earlier one has kept may still come. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The messages for a server, the oldest first. */
  all(server: string): readonly QueuedMessage[] {
    return [...(this.#servers.get(server)?.values() ?? [])];
  }

  /** Those with texts that no client has. */
  idle(server: string): readonly QueuedMessage[] {
    return this.all(server).filter(({ id, text }) => text !== undefined && this.#idle.has(id));
  }

  /** A client has got them. */
  given(messages: readonly QueuedMessage[]): void {
    for (const { id } of messages) this.#idle.delete(id);
  }

  /** The client of a server has ended: what is still here is for the next one. */
  release(server: string): void {
    for (const { id } of this.all(server)) this.#idle.add(id);
  }

  /** Whether a message has waited so long that it is not sent without a question. */
  isOld({ writtenAt }: QueuedMessage): boolean {
    return Math.abs(this.#clock.now() - writtenAt) > queueAskMs;
  }

  /** A message of ours was written, or has come so far. */
  take(event: MessageEvent | Delivered, connection: Connection): void {
    if (this.#isClosed) return;
    if (event.type === 'delivery') this.#takeStep(event, connection);
    // What another client of ours said comes as relayed.
    else if (event.delivery === 'queued' || event.delivery === 'sent') this.#add(event, connection);
  }

  remove(server: string, ids: readonly string[]): void {
    if (this.#isClosed) return;
    const messages = this.#servers.get(server);
    const removed = ids.filter(id => messages?.delete(id));
    for (const id of removed) this.#idle.delete(id);
    if (messages?.size === 0) this.#servers.delete(server);
    if (removed.length > 0) this.#changed.add(true);
  }

  /** Keeps things as they are: the window closes. */
  close(): void {
    this.#changed.flush();
    this.#isClosed = true;
  }

  dispose(): void {
    this.close();
  }

  #takeStep({ id, delivery, sent, reason }: Delivered, { server, wasUp }: Connection): void {
    const message = this.#servers.get(server)?.get(id);
    if (message === undefined) return;
    if (delivery === 'sent' && sent !== undefined) {
      this.#servers.get(server)?.set(id, { ...message, sent });
      this.#changed.add(true);
    } else if (delivery !== 'sent' && delivery !== 'queued' && (wasUp || reason !== 'closed')) {
      // A connection that came to nothing says nothing of what it was to send.
      this.remove(server, [id]);
    }
  }

  #add(event: MessageEvent, { server }: Connection): void {
    const { id, target, at, nick, form, text, replyTo, sent } = event;
    const lost = this.#reasonToLose(event);
    const what = { id, target, at, nick, writtenAt: this.#clock.now(), ...(sent && { sent }) };
    const words =
      lost === undefined ? { text, ...(replyTo !== undefined && { answers: replyTo }) } : { lost };
    const messages = this.#servers.get(server) ?? new Map<string, QueuedMessage>();
    messages.set(id, { ...what, form: form === 'action' ? 'action' : 'say', ...words });
    this.#servers.set(server, messages);
    this.#changed.add(true);
    // What was typed is kept at once; what becomes of it can be found out again.
    this.#changed.flush();
  }

  #reasonToLose({ text, target, file }: MessageEvent): QueuedMessage['lost'] {
    if (file !== undefined) return 'file';
    if (carriesSecret(text) || withoutLogin(text, target) !== text) return 'secret';
    const all = [...this.#servers.values()].flatMap(messages => [...messages.values()]);
    const length = all.reduce((sum, message) => sum + (message.text ?? '').length, text.length);
    return all.length < maxQueueMessages && length <= maxQueueLength ? undefined : 'full';
  }

  #store(): void {
    if (!this.#isLoaded) return;
    const all = [...this.#servers].map(([server, messages]) => [
      server,
      [...messages.values()].slice(0, maxStoredMessages),
    ]);
    this.#run({ type: 'keepQueue', value: all });
  }
}

/** What a client is told to go on with. */
export function resumedMessage(message: QueuedMessage, isOld: boolean): ResumedMessage {
  const { id, target, form, text = '', answers, sent } = message;
  const more = { ...(answers !== undefined && { answers }), ...(sent && { sent }) };
  return { id, target, form, text, ...more, isOld };
}
