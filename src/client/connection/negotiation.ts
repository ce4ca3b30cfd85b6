import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Message } from '../../irc/message.ts';
import { Capabilities } from './capabilities.ts';
import { Login } from './login.ts';
import type { Server } from '../server.ts';

export interface NegotiationOptions {
  readonly server: Server;
  readonly send: (sent: Message) => void;
  readonly clock: Clock;
  /** We have a certificate to log in with. */
  readonly hasCertificate: boolean;
  /** Called once, before the server is told that it may let us in. */
  readonly settled: () => void;
}

/** What is settled with a server before it lets us in: capabilities, and who we are where it wants to know. */
export class Negotiation implements Disposable {
  readonly #options: NegotiationOptions;
  readonly #capabilities: Capabilities;
  readonly #login: Login;

  constructor(options: NegotiationOptions) {
    const { server, send, clock, hasCertificate } = options;
    this.#options = options;
    const settled = (): void => this.#logIn();
    this.#capabilities = new Capabilities({ server, send, wantsLogin: hasCertificate, settled });
    this.#login = new Login({ send, clock, settled: () => this.#end() });
  }

  get isLoggedIn(): boolean {
    return this.#login.isDone;
  }

  /** Sends what begins it. A server without capabilities ignores or refuses that and registers us all the same. */
  start(): void {
    this.#capabilities.start();
  }

  /** Takes every message. @returns whether it was part of this */
  take(received: Message): boolean {
    if (received.command !== 'CAP') return this.#login.take(received);
    this.#capabilities.take(received.params);
    return true;
  }

  dispose(): void {
    this.#login.dispose();
  }

  #logIn(): void {
    if (this.#options.server.capabilities.has('sasl')) this.#login.start();
    else this.#end();
  }

  #end(): void {
    this.#options.settled();
    this.#capabilities.end();
  }
}
