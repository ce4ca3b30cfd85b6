import type { FailureCode } from '../../chat/connection.ts';
import { type Message, message } from '../../irc/message.ts';
import {
  ERR_ERRONEUSNICKNAME,
  ERR_NICKNAMEINUSE,
  ERR_NOMOTD,
  ERR_NONICKNAMEGIVEN,
  ERR_PASSWDMISMATCH,
  ERR_YOUREBANNEDCREEP,
  RPL_ENDOFMOTD,
  RPL_TRYAGAIN,
  RPL_WELCOME,
} from '../../irc/numerics.ts';
import { ClientFailure, closeCodeOf } from '../failure.ts';
import { maxNameLength } from '../limits.ts';
import type { Server } from '../server.ts';

/** Who wants to be let in. */
export interface Person {
  readonly nick: string;
  readonly realName: string;
  /** '' for none. */
  readonly password: string;
  /** There is a certificate to log in with. */
  readonly hasCertificate: boolean;
  /**
   * The nick is asked for after the login and not before: a server whose accounts are keys then takes it away from an
   * older connection of ours. A new window, which asks first, throws out nobody.
   */
  readonly takesNickBack: boolean;
}

const nickRefusals: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  [ERR_NICKNAMEINUSE, 'nickTaken'],
  // Collided with somebody on another server; kept for a while for who had it.
  ['436', 'nickTaken'],
  ['437', 'nickTaken'],
  [ERR_ERRONEUSNICKNAME, 'nickRefused'],
  [ERR_NONICKNAMEGIVEN, 'nickRefused'],
]);

const entryRefusals: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  [ERR_PASSWDMISMATCH, 'inviteNeeded'],
  [ERR_YOUREBANNEDCREEP, 'banned'],
  // Our host is not among those allowed here.
  ['463', 'banned'],
  [RPL_TRYAGAIN, 'full'],
]);

/** The bytes that the user name may have on any server: it is no more than a word about where we come from. */
const maxUserBytes = 9;

/** Gets us let in by a server: password, nick, user. https://modern.ircdocs.horse/#connection-registration */
export class Registration {
  readonly #server: Server;
  readonly #person: Person;
  readonly #send: (sent: Message) => void;
  #isWelcomed = false;
  #isIntroduced = false;

  constructor(server: Server, person: Person, send: (sent: Message) => void) {
    this.#server = server;
    this.#person = person;
    this.#send = send;
  }

  /** Sends the password. Capabilities are asked for before. */
  start(): void {
    // What a line cannot hold cannot be part of any server's password.
    const sendable = this.#person.password.replace(/[\0\r\n]/g, '');
    if (sendable !== '') this.#send(message('PASS', sendable));
  }

  /** Says who we are, once. */
  introduce(): void {
    if (this.#isIntroduced) return;
    this.#isIntroduced = true;
    const { nick } = this.#server;
    const { realName } = this.#person;
    this.#send(message('NICK', nick));
    const user = nick.replace(/[^A-Za-z0-9]/g, '').slice(0, maxUserBytes);
    this.#send(message('USER', user === '' ? 'pychat' : user, '0', '*', realName === '' ? nick : realName));
  }

  /** Offers another nick in place of one that was refused. */
  useNick(nick: string): void {
    this.#server.nick = nick;
    this.#send(message('NICK', nick));
  }

  /**
   * Takes a message that came before the welcome was over.
   *
   * @returns that it is, and the server has said what it supports; or why we are not let in. With `nickTaken` and
   *   `nickRefused` it waits for `useNick`
   */
  take(received: Message): 'registered' | ClientFailure | undefined {
    const { command, params } = received;
    if (command === RPL_WELCOME) {
      this.#isWelcomed = true;
      // A server may cut a nick that is too long for it.
      if (params[0] !== undefined && params[0] !== '*') this.#server.nick = params[0].slice(0, maxNameLength);
    }
    if (this.#isWelcomed)
      return command === RPL_ENDOFMOTD || command === ERR_NOMOTD ? 'registered' : undefined;
    const isForNewcomers = command === RPL_TRYAGAIN && closeCodeOf(received) === 'newcomers';
    const code = isForNewcomers ? 'newcomers' : (nickRefusals.get(command) ?? entryRefusals.get(command));
    return code && new ClientFailure(code, params.at(-1) ?? '');
  }
}
