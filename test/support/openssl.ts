import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';

const patience = { timeout: 30_000 };

const connectTo = (port: number): string[] => ['s_client', '-connect', `127.0.0.1:${port}`];

/** The fingerprints of whoever answers at a port, as OpenSSL finds them: `AB:CD:…`. */
export function fingerprintsByOpenssl(port: number): { certificate: string; key: string } {
  const openssl = (args: readonly string[], input: string | Buffer): Buffer =>
    execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'ignore'] });
  const pem = openssl(connectTo(port), '');
  const certificate = openssl(['x509', '-noout', '-fingerprint', '-sha256'], pem.toString());
  const key = openssl(
    ['pkey', '-pubin', '-outform', 'DER'],
    openssl(['x509', '-noout', '-pubkey'], pem.toString()),
  );
  const hex = openssl(['dgst', '-sha256', '-hex'], key).toString().trim().slice(-64).toUpperCase();
  return {
    certificate: certificate.toString().trim().replace(/^.*=/, ''),
    key: (hex.match(/../g) ?? []).join(':'),
  };
}

/** `openssl s_client` with somebody who types IRC; lines end with LF alone. */
export class OpensslClient implements AsyncDisposable {
  readonly lines: string[] = [];
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;

  constructor(port: number) {
    this.#process = spawn('openssl', [...connectTo(port), '-quiet']);
    this.#ended = once(this.#process, 'exit');
    this.#process.stderr.resume();
    createInterface({ input: this.#process.stdout }).on('line', line => {
      this.lines.push(line);
      if (line.startsWith('PING ')) this.send('PONG :here');
    });
  }

  send(...lines: readonly string[]): void {
    for (const line of lines) this.#process.stdin.write(`${line}\n`);
  }

  async until(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.lines.join('\n'), patience).toMatch(pattern);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#ended;
  }
}
