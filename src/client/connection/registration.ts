import { type Message, message } from '../../irc/message.ts';
import {
  ERR_ERRONEUSNICKNAME,
  ERR_NICKNAMEINUSE,
  ERR_NOMOTD,
  ERR_NONICKNAMEGIVEN,
  ERR_PASSWDMISMATCH,
  ERR_YOUREBANNEDCREEP,
  RPL_ENDOFMOTD,
  RPL_WELCOME,
} from '../../irc/numerics.ts';
import { ClientFailure, errorLineFailure, type FailureCode } from '../failure.ts';
import type { Server } from '../server.ts';

export interface RegistrationOptions {
  readonly server: Server;
  readonly send: (sent: Message) => void;
  readonly realName: string;
  /** '' for none. */
  readonly password: string;
  /** The server has let us in and has said what it supports. */
  readonly registered: () => void;
  /** It wants another nick: it waits for `useNick`. */
  readonly nickRefused: (failure: ClientFailure) => void;
  readonly failed: (failure: ClientFailure) => void;
}

const nickRefusals: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  [ERR_NICKNAMEINUSE, 'nickTaken'],
  // Collided with somebody on another server; kept for a while for who had it.
  ['436', 'nickTaken'],
  ['437', 'nickTaken'],
  [ERR_ERRONEUSNICKNAME, 'nickRefused'],
  [ERR_NONICKNAMEGIVEN, 'nickRefused'],
]);

const doorRefusals: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  [ERR_PASSWDMISMATCH, 'inviteNeeded'],
  [ERR_YOUREBANNEDCREEP, 'banned'],
  // Our host is not among those allowed here.
  ['463', 'banned'],
]);

/** The bytes that the user name may have on any server: it is no more than a word about where we come from. */
const maxUserBytes = 9;

/** Gets us through a server's door: password, nick, user. https://modern.ircdocs.horse/#connection-registration */
export class Registration {
  readonly #options: RegistrationOptions;
  #welcomed = false;
  #introduced = false;

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  /** Sends the password. Capabilities are asked for before. */
  start(): void {
    const { send, password } = this.#options;
    // What a line cannot hold cannot be part of any server's password.
    const sendable = password.replace(/[\0\r\n]/g, '');
    if (sendable !== '') send(message('PASS', sendable));
  }

  /** Says who we are, once. */
  introduce(): void {
    if (this.#introduced) return;
    this.#introduced = true;
    const { server, send, realName } = this.#options;
    send(message('NICK', server.nick));
    const user = server.nick.replace(/[^A-Za-z0-9]/g, '').slice(0, maxUserBytes);
    send(message('USER', user === '' ? 'pychat' : user, '0', '*', realName === '' ? server.nick : realName));
  }

  /** Offers another nick in place of one that was refused. */
  useNick(nick: string): void {
    this.#options.server.nick = nick;
    this.#options.send(message('NICK', nick));
  }

  /** Takes a message that came before `registered`. */
  take({ command, params }: Message): void {
    const { server, registered, failed } = this.#options;
    const text = params.at(-1) ?? '';
    if (command === RPL_WELCOME) {
      this.#welcomed = true;
      // A server may cut a nick that is too long for it.
      if (params[0] !== undefined && params[0] !== '*') server.nick = params[0];
    } else if (command === 'ERROR') failed(errorLineFailure(text, 'serverClosed'));
    else if (this.#welcomed && (command === RPL_ENDOFMOTD || command === ERR_NOMOTD)) registered();
    else if (!this.#welcomed) this.#refuse(command, text);
  }

  #refuse(command: string, text: string): void {
    const { nickRefused, failed } = this.#options;
    const nick = nickRefusals.get(command);
    const door = doorRefusals.get(command);
    if (nick !== undefined) nickRefused(new ClientFailure(nick, text));
    if (door !== undefined) failed(new ClientFailure(door, text));
  }
}

const roomRefusals: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['471', 'full'],
  ['474', 'banned'],
]);

/** What a refused JOIN means; undefined for a message that is none. */
export function roomFailure(
  { command, params }: Message,
  isRoom: (name: string) => boolean,
): ClientFailure | undefined {
  if (!/^(?!442)[45]..$/.test(command) || !isRoom(params[1] ?? '')) return undefined;
  return new ClientFailure(roomRefusals.get(command) ?? 'roomRefused', params.at(-1) ?? '');
}
