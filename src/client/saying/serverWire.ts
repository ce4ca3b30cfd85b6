import { maxLineBytes } from '../../irc/limits.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { maxNameLength, minTextBytes } from '../limits.ts';
import { type MultilineLimits, multilineLimits } from './multilineLimits.ts';
import type { Server } from '../server.ts';
import type { Wire, WireItem } from './wire.ts';

/** Bytes of `!user@host` where the server has not shown us ours: 1 + 10 + 1 + 63. */
const addressBytes = 75;

/** What is left of 512 bytes when others get the line: `:nick!user@host PRIVMSG #room :text` CR LF. */
export function textBytesFor({ source, nick }: Server, target: string): number {
  const shown =
    source === '' ? utf8Length(nick) + addressBytes : utf8Length(source.slice(0, maxNameLength * 2));
  const around = utf8Length(`: PRIVMSG ${target} :`) + 2;
  return Math.max(minTextBytes, maxLineBytes - around - shown);
}

/** A connection as the outbox sees it. */
export class ServerWire implements Wire {
  readonly #server: Server;
  readonly write: (item: WireItem) => void;

  constructor(server: Server, write: (item: WireItem) => void) {
    this.#server = server;
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

  textBytes(target: string): number {
    return textBytesFor(this.#server, target);
  }

  same(one: string, other: string): boolean {
    return this.#server.same(one, other);
  }
}
