import { type Message, message } from '../../irc/message.ts';

/** What a PING of ours begins with. */
const tokenStart = 'pychat';

/**
 * PINGs of ours on one connection, counted: a server works off lines in order, so that the answer to one says that all
 * that was sent before it has been taken.
 */
export class Pings {
  readonly #send: (sent: Message) => void;
  /** The number of the last one that was sent, 0 before the first. */
  last = 0;

  constructor(send: (sent: Message) => void) {
    this.#send = send;
  }

  ask(): void {
    this.last += 1;
    this.#send(message('PING', `${tokenStart}${this.last}`));
  }

  /** Reads a PONG. @returns the number of the PING that it answers */
  answered({ params }: Message): number | undefined {
    const token = params.at(-1) ?? '';
    const count = token.startsWith(tokenStart) ? Number(token.slice(tokenStart.length)) : NaN;
    return count >= 1 && count <= this.last ? count : undefined;
  }
}
