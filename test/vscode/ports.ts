import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

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

/** The way to a port of this machine through another one, which can be cut, held or go dead. */
export class Cable {
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  readonly #held: (() => void)[] = [];
  /** Bytes that pass each way of a connection before it is held. */
  #most = Infinity;
  /** Of the connections that go through it now; another one after each time they went dead. */
  #life = { isDead: false };

  private constructor(port: number, target: number) {
    this.#port = port;
    this.#server = createServer(near => {
      const far = connect({ host: '127.0.0.1', port: target });
      const life = this.#life;
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
        const close = (): void => {
          if (!life.isDead) other.destroy();
        };
        socket.on('close', close).pipe(this.#gate(life)).pipe(other);
      }
    });
  }

  /** From now on what connects to `port` reaches `target`. */
  static async plugIn(port: number, target: number): Promise<Cable> {
    const cable = new Cable(port, target);
    await cable.mend();
    return cable;
  }

  /** How many connections go through it. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** From now on nothing passes that comes after so many bytes, counted for each way of each connection. */
  hold(bytes: number): void {
    this.#most = bytes;
  }

  /** Lets everything pass again. */
  release(): void {
    this.#most = Infinity;
    for (const pass of this.#held.splice(0)) pass();
  }

  #gate(life: { readonly isDead: boolean }): Transform {
    let passed = 0;
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        passed += chunk.length;
        if (life.isDead) return done();
        const pass = (): void => done(null, chunk);
        if (passed > this.#most) this.#held.push(pass);
        else pass();
      },
      flush: done => {
        if (!life.isDead) done();
      },
    });
  }

  /** Its connections lose all that is sent from here on, and neither end is told; new ones are refused. */
  die(): void {
    this.#life.isDead = true;
    this.#life = { isDead: false };
    this.#server.close();
  }

  /** Breaks the connections that go through it; new ones find their way. */
  break(): void {
    this.#held.length = 0;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts it: connections break, new ones are refused. */
  async unplug(): Promise<void> {
    if (!this.#server.listening) return;
    this.break();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** After it was cut or went dead: new connections find their way again. */
  async mend(): Promise<void> {
    this.#server.listen(this.#port);
    await once(this.#server, 'listening');
  }
}
