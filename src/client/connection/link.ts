import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { type Message, message, parseMessage, serializeMessage } from '../../irc/message.ts';
import { LineStream, type LineStreamClose } from '../../net/lineStream.ts';
import { maxQueuedBytes, maxServerLineBytes } from '../limits.ts';

/** A stream as IRC messages in and out. It answers PING by itself, in whatever state the connection is. */
export class Link implements Disposable {
  readonly #lines: LineStream;
  readonly #message = new Emitter<Message>();
  readonly #nonsense = new Emitter<string>();
  readonly #parts = new DisposableStore();

  /** A message from the server, PING left out. */
  readonly onMessage: Event<Message> = this.#message.event;
  /** A line that is not IRC. */
  readonly onNonsense: Event<string> = this.#nonsense.event;
  readonly onClose: Event<LineStreamClose>;

  constructor(stream: Duplex, clock: Clock, log: (text: string) => void) {
    this.#lines = this.#parts.add(
      new LineStream(stream, { maxLineBytes: maxServerLineBytes, maxQueuedBytes, clock }),
    );
    this.onClose = this.#lines.onClose;
    this.#parts.add(this.#lines.onLine(line => this.#read(line)));
    this.#parts.add(this.#lines.onBadLine(({ why }) => log(`skipped a line from the server: ${why}`)));
  }

  /** Sends a message; ignored once closed. @throws {MessageError} for what the grammar cannot say */
  send(sent: Message): void {
    this.#lines.send(serializeMessage(sent));
  }

  /** Sends what is queued, then closes. */
  end(): void {
    this.#lines.end();
  }

  dispose(): void {
    this.#parts.dispose();
  }

  #read(line: string): void {
    let received: Message;
    try {
      received = parseMessage(line);
    } catch {
      this.#nonsense.fire(line);
      return;
    }
    if (received.command === 'PING') this.send(message('PONG', received.params.at(-1) ?? ''));
    this.#message.fire(received);
  }
}
