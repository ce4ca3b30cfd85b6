import { detach } from '../../irc/detach.ts';
import { type Message, message } from '../../irc/message.ts';
import { maxCapabilityLength, maxOfferedCapabilities } from '../limits.ts';
import { takesCertificates } from './login.ts';
import type { Server } from '../server.ts';

/** The version of the negotiation that we speak. https://ircv3.net/specs/extensions/capability-negotiation */
const version = '302';

/** What we use, in an order in which each comes after what it builds on. */
const wantedCapabilities: readonly string[] = [
  'cap-notify',
  'message-tags',
  'server-time',
  'batch',
  'echo-message',
  'labeled-response',
  'multi-prefix',
  'draft/multiline',
  'account-tag',
  'draft/chathistory',
  'draft/event-playback',
  'draft/message-redaction',
  'draft/read-marker',
  'sasl',
];

/** Negotiates capabilities with a server and keeps `server.capabilities` to what is on, also when that changes later. */
export class Capabilities {
  readonly #server: Server;
  readonly #wantsLogin: boolean;
  readonly #send: (sent: Message) => void;
  readonly #settled: () => void;
  readonly #offered = new Map<string, string>();
  readonly #asked = new Set<string>();
  #state: 'listing' | 'asking' | 'settled' = 'listing';

  /**
   * @param wantsLogin whether `sasl` is asked for, where a certificate is enough for it
   * @param settled is called once, when the server has answered all that it was asked for at first: it waits for `end`
   */
  constructor(server: Server, wantsLogin: boolean, send: (sent: Message) => void, settled: () => void) {
    this.#server = server;
    this.#wantsLogin = wantsLogin;
    this.#send = send;
    this.#settled = settled;
  }

  /** The first thing to send. A server without capabilities ignores or refuses it and registers us all the same. */
  start(): void {
    this.#send(message('CAP', 'LS', version));
  }

  /** Tells the server that it need not wait for us any longer. */
  end(): void {
    this.#send(message('CAP', 'END'));
  }

  /** Takes a CAP message: `CAP <nick> <subcommand> [*] <list>`. */
  take(params: readonly string[]): void {
    const list = (params.at(-1) ?? '')
      .split(' ')
      .filter(item => item !== '' && item.length <= maxCapabilityLength)
      .map(detach);
    switch ((params[1] ?? '').toUpperCase()) {
      case 'LS':
        this.#offer(list);
        if (params[2] !== '*' && this.#state === 'listing') this.#ask();
        break;
      case 'NEW':
        this.#offer(list);
        if (this.#state === 'settled') this.#ask();
        break;
      case 'ACK':
        for (const item of list) this.#switch(item.replace(/^[-~=]+/, ''), !item.startsWith('-'));
        break;
      case 'NAK':
        for (const item of list) this.#switch(item, false);
        break;
      case 'DEL':
        for (const name of list) {
          this.#offered.delete(name);
          this.#server.capabilities.delete(name);
        }
    }
  }

  #offer(list: readonly string[]): void {
    for (const item of list) {
      const equals = item.indexOf('=');
      const name = equals < 0 ? item : item.slice(0, equals);
      const known = this.#offered.has(name) || this.#offered.size < maxOfferedCapabilities;
      if (!known) continue;
      const value = equals < 0 ? '' : item.slice(equals + 1);
      this.#offered.set(name, value);
      if (this.#server.capabilities.has(name)) this.#server.capabilities.set(name, value);
    }
  }

  /** One line for each, since a server takes or refuses a line as a whole. */
  #ask(): void {
    for (const name of wantedCapabilities) {
      if (!this.#isMissing(name)) continue;
      this.#asked.add(name);
      this.#send(message('CAP', 'REQ', name));
    }
    if (this.#state === 'listing') this.#state = 'asking';
    this.#tellIfSettled();
  }

  /** Whether a capability is on offer and worth a request. A login comes before the welcome or not at all. */
  #isMissing(name: string): boolean {
    const value = this.#offered.get(name);
    if (value === undefined || this.#server.capabilities.has(name) || this.#asked.has(name)) return false;
    if (name !== 'sasl') return true;
    return this.#wantsLogin && this.#state === 'listing' && takesCertificates(value);
  }

  #switch(name: string, on: boolean): void {
    const asked = this.#asked.delete(name);
    if (on && (asked || this.#server.capabilities.has(name))) {
      this.#server.capabilities.set(name, this.#offered.get(name) ?? '');
    } else this.#server.capabilities.delete(name);
    this.#tellIfSettled();
  }

  #tellIfSettled(): void {
    if (this.#state !== 'asking' || this.#asked.size > 0) return;
    this.#state = 'settled';
    this.#settled();
  }
}
