import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createIdentity, type Identity, readIdentity } from '../../src/trust/identity.ts';
import { displayFingerprint } from '../../src/trust/fingerprint.ts';
import { newToken } from '../../src/trust/invite.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { RelayProcess } from '../support/relayProcess.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { freePort } from '../vscode/freePort.ts';
import { documented, type Facts } from './documented.ts';

/** A `pychat-relay` with a password, and what people have to know to join it. */
export class TestRoom implements AsyncDisposable {
  readonly facts: Facts;
  readonly #relay: RelayProcess;
  readonly #port: number;

  private constructor(relay: RelayProcess, port: number, facts: Facts) {
    this.#relay = relay;
    this.#port = port;
    this.facts = facts;
  }

  static async start(): Promise<TestRoom> {
    const port = await freePort();
    const identity = await createIdentity({ name: 'room', now: new Date() });
    const token = newToken();
    const relay = await RelayProcess.start({ port, identity, token });
    return new TestRoom(relay, port, {
      ADDRESS: '127.0.0.1',
      PORT: String(port),
      PASSWORD: token,
      FINGERPRINT: displayFingerprint(identity.fingerprints.certificate),
    });
  }

  /** A connection with a new key. */
  async connect(): Promise<TestPeer> {
    return connectTls(this.#port, await createIdentity({ name: 'somebody', now: new Date() }));
  }

  /**
   * Somebody who sees what a program does, and does what it is to see, with a new key; in these rooms.
   *
   * @param capabilities with a space between
   */
  async enter(nick: string, rooms: readonly string[], capabilities?: string): Promise<TestPeer> {
    const peer = await this.connect();
    const password = this.facts.PASSWORD;
    await register(peer, nick, capabilities === undefined ? { password } : { password, capabilities });
    for (const room of rooms) await peer.ask(`JOIN ${room}`);
    return peer;
  }

  /** The key of somebody who is there, as /whois tells everybody. */
  async keyOf(nick: string): Promise<string> {
    const onlooker = await this.enter('onlooker', []);
    const answer = (await onlooker.ask(`WHOIS ${nick}`)).join('\n');
    onlooker.send('QUIT');
    return / 276 .* ([0-9a-f]{64})$/m.exec(answer)?.[1] ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#relay[Symbol.asyncDispose]();
  }
}

/** A key, made with the command in docs/clients.md, that lies in a program's home as `pychat.pem`. */
export interface OwnKey {
  readonly files: Readonly<Record<string, string>>;
  readonly identity: Identity;
}

export function makeOwnKey(facts: Facts): OwnKey {
  const home = mkdtempSync(path.join(tmpdir(), 'pychat-key-'));
  try {
    const [command = ''] = documented('A key of your own', 0, facts);
    execFileSync('/bin/sh', ['-c', command], { env: { ...process.env, HOME: home }, stdio: 'ignore' });
    const pem = readFileSync(path.join(home, 'pychat.pem'), 'utf8');
    return { files: { 'pychat.pem': pem }, identity: readIdentity({ certificate: pem, privateKey: pem }) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
