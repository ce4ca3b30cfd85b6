import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Whether anything on this machine listens on the port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A program that has a port and is not a chat. */
export class OtherProgram implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(answer: string) {
    this.#server = createServer(socket => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
      // It notices that somebody leaves only while it reads.
      if (answer === '') socket.resume();
      else socket.once('data', () => socket.end(answer));
    });
  }

  /** @param answer what it says to the first bytes it gets, and closes; it is silent for ever when this is '' */
  static async listen(port: number, answer = ''): Promise<OtherProgram> {
    const program = new OtherProgram(answer);
    program.#server.listen(port);
    await once(program.#server, 'listening');
    return program;
  }

  /** How many are connected to it. */
  get connections(): number {
    return this.#sockets.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** The way to a port of this machine through another one, which can be cut. */
export class Cable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: number) {
    this.#server = createServer(near => {
      const far = connect({ host: '127.0.0.1', port: target });
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
        socket.on('close', () => other.destroy()).pipe(other);
      }
    });
  }

  /** From now on what connects to `port` reaches `target`. */
  static async plugIn(port: number, target: number): Promise<Cable> {
    const cable = new Cable(target);
    cable.#server.listen(port);
    await once(cable.#server, 'listening');
    return cable;
  }

  /** How many connections go through it. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** Cuts it: connections break, new ones are refused. */
  async unplug(): Promise<void> {
    if (!this.#server.listening) return;
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
