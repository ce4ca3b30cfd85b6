import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { type Message, message } from '../../irc/message.ts';
import {
  ERR_NICKLOCKED,
  ERR_SASLABORTED,
  ERR_SASLALREADY,
  ERR_SASLFAIL,
  ERR_SASLTOOLONG,
  ERR_UNKNOWNCOMMAND,
  RPL_SASLSUCCESS,
} from '../../irc/numerics.ts';
import { loginTimeoutMs } from '../limits.ts';

const mechanism = 'EXTERNAL';

/** What ends an attempt without success. */
const refusals: ReadonlySet<string> = new Set([
  ERR_NICKLOCKED,
  ERR_SASLFAIL,
  ERR_SASLTOOLONG,
  ERR_SASLABORTED,
]);

/** Whether a server takes our certificate for a login, by the value of its `sasl`; one that says nothing may do so. */
export function takesCertificates(mechanisms: string): boolean {
  return mechanisms === '' || mechanisms.toUpperCase().split(',').includes(mechanism);
}

/**
 * Logs in with the certificate that the server has seen. Nothing depends on its success: a server that refuses, or
 * answers something else after `loginTimeoutMs`, is used without. As long as nothing comes at all it is the connection
 * that is slow: what is said without an account is in no history. https://ircv3.net/specs/extensions/sasl-3.1
 */
export class Login implements Disposable {
  readonly #send: (sent: Message) => void;
  readonly #clock: Clock;
  readonly #settled: () => void;
  #timer: Disposable | undefined;
  #state: 'untried' | 'asking' | 'late' | 'failed' | 'done' = 'untried';

  /** @param settled is called once after `start`, however it ends */
  constructor(clock: Clock, send: (sent: Message) => void, settled: () => void) {
    this.#clock = clock;
    this.#send = send;
    this.#settled = settled;
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  start(): void {
    this.#say(mechanism);
  }

  /** @returns whether the message was about the login, and of no interest to others */
  take({ command, params }: Message): boolean {
    if (this.#state !== 'asking' && this.#state !== 'late') return false;
    if (command === 'AUTHENTICATE') {
      // We are whom the certificate says, and nobody besides.
      this.#say('+');
      return true;
    }
    const isUnknown = command === ERR_UNKNOWNCOMMAND && params[1] === 'AUTHENTICATE';
    if (command === RPL_SASLSUCCESS || command === ERR_SASLALREADY) this.#settle('done');
    else if (refusals.has(command) || isUnknown) this.#settle('failed');
    else {
      if (this.#state === 'late') this.#settle('failed');
      return false;
    }
    return true;
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** Says a word, and after a while asks whether the server answers at all. */
  #say(word: string): void {
    this.#state = 'asking';
    this.#send(message('AUTHENTICATE', word));
    this.#timer?.dispose();
    this.#timer = this.#clock.after(loginTimeoutMs, () => {
      this.#state = 'late';
      this.#send(message('PING', 'login'));
    });
  }

  #settle(state: 'failed' | 'done'): void {
    this.#state = state;
    this.#timer?.dispose();
    this.#settled();
  }
}
