import type { Duplex } from 'node:stream';
import type { HostAddress } from '../../chat/connection.ts';
import type { Clock } from '../../common/clock.ts';
import { readLine } from '../../net/readLine.ts';
import { fileProtocol, type TlsIdentity } from '../../net/tls.ts';
import { dial } from '../connection/dial.ts';
import { FileFailure, fileFailure, refusalFailure } from './fileFailure.ts';
import { fileAnswerMs, maxFileLineBytes } from './limits.ts';

/** Where files go in and out: a relay that we are in the chat of, by our own key. */
export interface FileEndpoint {
  readonly address: HostAddress;
  readonly identity: TlsIdentity;
  /** The key fingerprint of who must answer: 64 lower-case hexadecimal digits. */
  readonly hostKey: string;
}

export interface FileCall {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * One connection for a file. The host's key is verified before a byte is sent; when the signal aborts, or the time for
 * something is up, the connection is closed and whatever waits for it fails.
 */
export class FileLine {
  readonly stream: Duplex;
  readonly #call: FileCall;
  readonly #onAbort = (): void => void this.stream.destroy();
  #isLate = false;

  private constructor(stream: Duplex, call: FileCall) {
    this.stream = stream;
    this.#call = call;
    // What breaks is told to what waits for it, or by the next thing that is tried.
    stream.on('error', () => undefined);
    call.signal.addEventListener('abort', this.#onAbort);
    stream.once('close', () => call.signal.removeEventListener('abort', this.#onAbort));
    if (call.signal.aborted) stream.destroy();
  }

  /** @throws {FileFailure} */
  static async open({ address, identity, hostKey }: FileEndpoint, call: FileCall): Promise<FileLine> {
    const options = { ...call, identity, protocol: fileProtocol };
    try {
      const { stream, fingerprints } = await dial(address, options);
      if (fingerprints.key === hostKey) return new FileLine(stream, call);
      stream.destroy();
    } catch (error) {
      throw fileFailure(error);
    }
    throw new FileFailure('wrongKey', `${address.address} shows another key`);
  }

  /** Sends a line; ignored once closed. */
  send(line: string): void {
    if (this.stream.writable) this.stream.write(`${line}\r\n`);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @returns the words after the one that the answer has to begin with
   * @throws {FileFailure}
   */
  async ask(request: string, expected: string): Promise<readonly string[]> {
    this.send(request);
    return this.expect(expected);
  }

  /** Waits for an answer to what was sent. @throws {FileFailure} */
  async expect(expected: string): Promise<readonly string[]> {
    const [word = '', ...rest] = (await this.line(fileAnswerMs)).split(' ');
    if (word === expected) return rest;
    throw word === 'REFUSED' ? refusalFailure(rest[0] ?? '') : new FileFailure('failed', `answered ${word}`);
  }

  /** The next line. @throws {FileFailure} */
  line(withinMs: number): Promise<string> {
    return this.within(withinMs, readLine(this.stream, maxFileLineBytes));
  }

  /** Waits for work on the stream, and closes it when that takes too long. @throws {FileFailure} */
  async within<T>(ms: number, work: Promise<T>): Promise<T> {
    const timer = this.#call.clock.after(ms, () => {
      this.#isLate = true;
      this.stream.destroy();
    });
    try {
      return await work;
    } catch (error) {
      throw this.failure(error);
    } finally {
      timer.dispose();
    }
  }

  /** What an error that came of this connection means. */
  failure(error: unknown): FileFailure {
    if (this.#call.signal.aborted) return new FileFailure('cancelled');
    return this.#isLate ? new FileFailure('stalled') : fileFailure(error);
  }

  close(): void {
    this.stream.destroy();
  }
}
