import { once } from 'node:events';
import { type Duplex, duplexPair } from 'node:stream';
import type { Limits } from '../../../src/relay/core/limits.ts';
import { readLine } from '../../../src/net/readLine.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

/** The key of somebody in a test, by nick. */
export function keyOf(nick: string): string {
  return Buffer.from(nick).toString('hex').padEnd(64, '0');
}

/** The client's end of a connection for a file. */
export class FilePeer {
  readonly stream: Duplex;
  #closed: Promise<unknown>;

  constructor(stream: Duplex) {
    this.stream = stream;
    stream.on('error', () => undefined);
    this.#closed = once(stream, 'close');
  }

  send(line: string): void {
    this.stream.write(`${line}\r\n`);
  }

  /** The next line. */
  line(): Promise<string> {
    return readLine(this.stream, 1000);
  }

  async ask(line: string): Promise<string> {
    this.send(line);
    return this.line();
  }

  /** Exactly so many bytes. */
  async bytes(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0;) {
      const part = this.stream.read(Math.min(left, this.stream.readableLength || 1)) as Buffer | null;
      if (part === null) {
        if (this.stream.readableEnded || this.stream.destroyed) throw new Error(`ended ${left} too early`);
        await Promise.race([once(this.stream, 'readable'), once(this.stream, 'end'), this.#closed]);
        continue;
      }
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** So many bytes of a file, which it confirms, and what comes after them to the end. */
  async file(count: number): Promise<Buffer> {
    const bytes = await this.bytes(count);
    this.send('GOT');
    return Buffer.concat([bytes, await this.rest()]);
  }

  /** Everything to the end, then closes; what came before a break when it breaks. */
  async rest(): Promise<Buffer> {
    const parts: Buffer[] = [];
    try {
      for await (const part of this.stream) parts.push(part as Buffer);
    } catch {
      // A break is an end, too.
    }
    this.stream.destroy();
    return Buffer.concat(parts);
  }

  /** Resolves when the other side has closed. */
  async closed(): Promise<void> {
    this.stream.resume();
    if (this.stream.readableEnded) this.stream.destroy();
    else this.stream.on('end', () => this.stream.destroy());
    await this.#closed;
  }
}

/** An offer as its sender holds it. */
export interface MadeOffer {
  readonly control: FilePeer;
  readonly id: string;
  readonly secret: string;
}

/** A relay without sockets, and people with keys who pass files; ann is its host. */
export class FileBench {
  readonly relay: TestRelay;
  readonly people = new Map<string, TestPeer>();
  /** The relay's ends of the connections for files, in the order they were made. */
  readonly ends: Duplex[] = [];

  constructor(limits: Partial<Limits> = {}) {
    const many = { maxFileConnectionsPerNewKey: 100, maxFilePullsPerNewKey: 8 };
    this.relay = new TestRelay({ limits: { pingAfterMs: 1e9, ...many, ...limits }, hostKey: keyOf('ann') });
  }

  /** Somebody with a key, in #chat unless told otherwise. */
  async join(nick: string, room = '#chat'): Promise<TestPeer> {
    const person = await this.relay.join(nick, { room, peer: { address: '192.0.2.1', key: keyOf(nick) } });
    this.people.set(nick, person);
    return person;
  }

  /** A connection for a file, by who has this nick's key. */
  connect(nick: string, address = '192.0.2.1'): FilePeer {
    return this.connectAs({ address, key: keyOf(nick) });
  }

  connectAs(peer: { address: string; key?: string }): FilePeer {
    const [near, far] = duplexPair();
    this.ends.push(near);
    this.relay.relay.acceptFile(near, peer);
    return new FilePeer(far);
  }

  async offer(nick: string, target: string, size: number): Promise<MadeOffer> {
    const control = this.connect(nick);
    const [answer, id = '', secret = ''] = (await control.ask(`OFFER ${target} ${size}`)).split(' ');
    if (answer !== 'OFFERED') throw new Error(`refused: ${id}`);
    return { control, id, secret };
  }

  /** Asks for a file; the sender is told. */
  get(
    nick: string,
    { id, secret }: { id: string; secret: string },
    offset = 0,
    word: 'FETCH' | 'GET' = 'FETCH',
  ): FilePeer {
    const receiver = this.connect(nick);
    receiver.send(`${word} ${id} ${secret} ${offset}`);
    return receiver;
  }

  /** The sender's connection for what the control line tells next, up to where it may send. */
  async bring(nick: string, control: FilePeer): Promise<{ sender: FilePeer; offset: number }> {
    const [told, pull = '', offset = ''] = (await control.line()).split(' ');
    if (told !== 'WANTED') throw new Error(`told ${told ?? ''}`);
    const sender = this.connect(nick);
    const answer = await sender.ask(`SEND ${pull}`);
    if (answer !== 'GO') throw new Error(answer);
    return { sender, offset: Number(offset) };
  }
}

/** Bytes that differ from place to place. */
export function sample(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8)) & 0xff;
  return bytes;
}
