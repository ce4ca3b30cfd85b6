import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TlsIdentity } from '../../src/net/tls.ts';

/** PYCHAT_RELAY may name a bundle of it. */
const program = process.env.PYCHAT_RELAY ?? path.resolve(import.meta.dirname, '../../src/relay/cli.ts');

export interface RelayProcessOptions {
  readonly port: number;
  readonly identity: TlsIdentity;
  /** '' for an open room. */
  readonly token: string;
}

/** `pychat-relay` in a process of its own, on 127.0.0.1. */
export class RelayProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  static async start({ port, identity, token }: RelayProcessOptions): Promise<RelayProcess> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pychat-relay-'));
    const certificate = path.join(folder, 'room.pem');
    const key = path.join(folder, 'room.key');
    writeFileSync(certificate, identity.certificate);
    writeFileSync(key, identity.privateKey);
    const flags = ['--host', '127.0.0.1', '--port', String(port), '--cert', certificate, '--key', key];
    // A token may begin with a dash.
    flags.push(token === '' ? '--open' : `--token=${token}`);
    const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    const relay = new RelayProcess(child, folder);
    await relay.#untilItListens(child.stdout);
    return relay;
  }

  /** Until it has said where it is. */
  async #untilItListens(stdout: Readable): Promise<void> {
    const [line] = (await Promise.race([
      once(createInterface({ input: stdout }), 'line'),
      once(this.#child, 'exit'),
    ])) as [unknown];
    if (typeof line === 'string') return;
    await this.kill();
    throw new Error('the relay did not start; its own words are above');
  }

  /** SIGKILL: nobody is told. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
      await once(this.#child, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
