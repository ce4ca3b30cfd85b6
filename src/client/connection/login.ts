import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
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
 * says nothing for `loginTimeoutMs`, is used without. https://ircv3.net/specs/extensions/sasl-3.1
 */
export class Login implements Disposable {
  readonly #send: (sent: Message) => void;
  readonly #clock: Clock;
  readonly #settled: () => void;
  readonly #timers = new DisposableStore();
  #state: 'untried' | 'asking' | 'failed' | 'done' = 'untried';

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
    this.#state = 'asking';
    this.#timers.add(this.#clock.after(loginTimeoutMs, () => this.#settle('failed')));
    this.#send(message('AUTHENTICATE', mechanism));
  }

  /** @returns whether the message was about the login, and of no interest to others */
  take({ command, params }: Message): boolean {
    if (this.#state !== 'asking') return false;
    if (command === 'AUTHENTICATE') {
      // We are whom the certificate says, and nobody besides.
      this.#send(message('AUTHENTICATE', '+'));
      return true;
    }
    const isUnknown = command === ERR_UNKNOWNCOMMAND && params[1] === 'AUTHENTICATE';
    if (command === RPL_SASLSUCCESS || command === ERR_SASLALREADY) this.#settle('done');
    else if (refusals.has(command) || isUnknown) this.#settle('failed');
    else return false;
    return true;
  }

  dispose(): void {
    this.#timers.dispose();
  }

  #settle(state: 'failed' | 'done'): void {
    this.#state = state;
    this.#timers.dispose();
    this.#settled();
  }
}
