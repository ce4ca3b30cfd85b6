import { expect } from 'vitest';
import { parseMessage } from '../../src/irc/message.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import type { Invite } from '../../src/trust/invite.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

const capabilities = 'echo-message message-tags server-time';

/** Somebody in a room with a bare IRC connection and a key of their own, in the process of the test. */
export class PlainGuest implements Disposable {
  readonly nick: string;
  /** Lines that have come so far, but for answers to PING. */
  readonly heard: string[] = [];
  readonly #identity: Identity;
  #peer: TestPeer | undefined;

  private constructor(nick: string, identity: Identity) {
    this.nick = nick;
    this.#identity = identity;
  }

  static async create(nick: string): Promise<PlainGuest> {
    return new PlainGuest(nick, await createIdentity({ name: nick, now: new Date() }));
  }

  /** Comes into these rooms. */
  async enter({ port, token }: Pick<Invite, 'port' | 'token'>, ...rooms: string[]): Promise<void> {
    const peer = await connectTls(port, this.#identity);
    this.#peer = peer;
    peer.stream.on('data', (text: string) => {
      for (const [, word] of text.matchAll(/^(?:\S+ )?PING (\S+)\r$/gm)) peer.send(`PONG ${word}`);
    });
    await register(peer, this.nick, { password: token, capabilities });
    for (const room of rooms) await this.ask(`JOIN ${room}`);
  }

  /** Sends lines and waits until they are answered. @returns what has come since the last question */
  async ask(...lines: string[]): Promise<string[]> {
    if (this.#peer === undefined) throw new Error(`${this.nick} is not connected`);
    const answers = await this.#peer.ask(...lines);
    this.heard.push(...answers);
    return answers;
  }

  /** Says lines, and sees that the relay has said each of them. */
  async say(target: string, ...texts: string[]): Promise<void> {
    for (const text of texts) {
      const said = textsIn(await this.ask(`PRIVMSG ${target} :${text}`), this.nick, target);
      expect(said).toContain(text);
    }
  }

  /** Who is in a room. */
  async names(room: string): Promise<string[]> {
    const answers = (await this.ask(`NAMES ${room}`)).map(parseMessage);
    const rows = answers.filter(({ command }) => command === '353');
    return rows.flatMap(({ params }) =>
      (params.at(-1) ?? '').split(' ').map(name => name.replace(/^\W+/, '')),
    );
  }

  /** What somebody has said somewhere since we are here. */
  said(nick: string, target: string): string[] {
    return textsIn(this.heard, nick, target);
  }

  /** The connection breaks, with no word of goodbye. */
  blink(): void {
    this.#peer?.stream.destroy();
    this.#peer = undefined;
  }

  [Symbol.dispose](): void {
    this.blink();
  }
}

function textsIn(lines: readonly string[], nick: string, target: string): string[] {
  return lines
    .map(parseMessage)
    .filter(({ command, params }) => command === 'PRIVMSG' && params[0] === target)
    .filter(({ source }) => source?.startsWith(`${nick}!`))
    .map(({ params }) => params.at(-1) ?? '');
}
