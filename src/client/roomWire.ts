import { maxLineBytes } from '../irc/limits.ts';
import { utf8Length } from '../irc/utf8.ts';
import { maxNameLength, minTextBytes } from './limits.ts';
import { type MultilineLimits, multilineLimits } from './multilineLimits.ts';
import type { Server } from './server.ts';
import type { Wire, WireItem } from './wire.ts';

/** Bytes of `!user@host` where the server has not shown us ours: 1 + 10 + 1 + 63. */
const addressBytes = 75;

/** A connection as the outbox sees it. */
export class RoomWire implements Wire {
  readonly #server: Server;
  readonly target: string;
  readonly write: (item: WireItem) => void;

  constructor(server: Server, target: string, write: (item: WireItem) => void) {
    this.#server = server;
    this.target = target;
    this.write = write;
  }

  get canEcho(): boolean {
    return this.#server.capabilities.has('echo-message');
  }

  get canLabel(): boolean {
    return this.#server.capabilities.has('labeled-response');
  }

  get canTag(): boolean {
    return this.#server.capabilities.has('message-tags');
  }

  get multiline(): MultilineLimits | undefined {
    return multilineLimits(this.#server);
  }

  /** What is left of 512 bytes when others get the line: `:nick!user@host PRIVMSG #room :text` CR LF. */
  get textBytes(): number {
    const { source, nick } = this.#server;
    const shown =
      source === '' ? utf8Length(nick) + addressBytes : utf8Length(source.slice(0, maxNameLength * 2));
    const around = utf8Length(`: PRIVMSG ${this.target} :`) + 2;
    return Math.max(minTextBytes, maxLineBytes - around - shown);
  }
}
