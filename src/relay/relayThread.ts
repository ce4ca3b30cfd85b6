import { Worker } from 'node:worker_threads';
import { assertNever } from '../common/assertNever.ts';
import { Emitter, type Event } from '../common/emitter.ts';
import type { EndedRun } from './core/historyRun.ts';
import { unlockFolder } from './data/folderLock.ts';
import { ListenError } from './binding.ts';
import type { DataNotice, FromWorker, HostOptions, ToWorker } from './workerProtocol.ts';

/** A relay in a thread of its own. */
export interface RelayThread {
  readonly port: number;
  readonly host: string;
  /** People who have registered. */
  readonly people: number;
  readonly onPeople: Event<number>;
  /** What became of the data folder, where the host should know. */
  readonly notice: DataNotice | undefined;
  /** What belongs in a log. */
  readonly onLog: Event<string>;
  /** Told once if the thread ends without having been asked to; who asks later is told at once. */
  readonly onDeath: Event<RelayDied>;
  /** How its histories have ended, once it is closed; undefined when it ended otherwise. */
  readonly ended: Promise<EndedRun | undefined>;
  /** Says goodbye to everyone and frees the port, by force after `closeTimeoutMs`. Closing twice is closing once. */
  close(reason: string): Promise<void>;
}

/** The relay's thread ended without having been asked to. The message, which may be a stack, is for the log. */
export class RelayDied extends Error {
  override readonly name = 'RelayDied';
}

/** How long the thread may take to say goodbye, in milliseconds. */
const closeTimeoutMs = 2000;

/** Heap of the thread in MiB: past it the thread ends, and not the editor. */
const maxHeapMb = 512;

/** Room for short-lived objects, in MiB: three times 8. Left to itself it grows to 48 in a crowd and never shrinks. */
const maxYoungHeapMb = 24;

/**
 * Starts a relay in its own thread and waits until it listens.
 *
 * @param workerFile `worker.ts`, or the bundle that was made of it
 * @throws {ListenError}; {RelayDied} when the thread cannot start at all
 */
export async function startRelayThread(options: HostOptions, workerFile: URL): Promise<RelayThread> {
  const worker = new Worker(workerFile, {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: maxYoungHeapMb },
  });
  const thread = new Thread(worker, options.kept?.folder);
  await thread.listening;
  return thread;
}

class Thread implements RelayThread {
  host = '';
  port = 0;
  people = 0;
  notice: DataNotice | undefined;
  readonly listening: Promise<void>;
  readonly ended: Promise<EndedRun | undefined>;
  #ended: EndedRun | undefined;
  readonly #worker: Worker;
  readonly #peopleChanged = new Emitter<number>();
  readonly #logged = new Emitter<string>();
  readonly #died = new Emitter<RelayDied>();
  #death: RelayDied | undefined;
  readonly #exited: Promise<unknown>;
  #closing: Promise<void> | undefined;
  #error = '';

  readonly onPeople: Event<number> = this.#peopleChanged.event;
  readonly onLog: Event<string> = this.#logged.event;
  readonly onDeath: Event<RelayDied> = listener => {
    if (this.#death !== undefined) listener(this.#death);
    return this.#died.event(listener);
  };

  /** @param folder that the thread has as long as it runs */
  constructor(worker: Worker, folder: string | undefined) {
    this.#worker = worker;
    this.#exited = new Promise<unknown>(resolve => worker.once('exit', resolve)).then(async () => {
      // One that was ended by force has not let it go.
      if (folder !== undefined && this.port > 0) await unlockFolder(folder);
    });
    this.ended = this.#exited.then(() => this.#ended);
    worker.on('error', (error: unknown) => {
      this.#error = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.on('exit', code => {
      if (this.#closing !== undefined) return;
      this.#death = new RelayDied(this.#error || `the thread ended with code ${code}`);
      this.#died.fire(this.#death);
    });
    this.listening = new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => this.#receive(message, { resolve, reject }));
      this.onDeath(reject);
    });
  }

  close(reason: string): Promise<void> {
    this.#closing ??= this.#close(reason);
    return this.#closing;
  }

  async #close(reason: string): Promise<void> {
    const message: ToWorker = { type: 'close', reason };
    this.#worker.postMessage(message);
    const timer = setTimeout(() => void this.#worker.terminate(), closeTimeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #receive(message: FromWorker, start: { resolve: () => void; reject: (error: Error) => void }): void {
    switch (message.type) {
      case 'listening':
        this.host = message.host;
        this.port = message.port;
        this.notice = message.notice;
        start.resolve();
        break;
      case 'failed':
        start.reject(new ListenError(message.code, message.detail));
        break;
      case 'people':
        this.people = message.people;
        this.#peopleChanged.fire(message.people);
        break;
      case 'log':
        this.#logged.fire(message.text);
        break;
      case 'ended':
        this.#ended = message.ended;
        break;
      default:
        assertNever(message);
    }
  }
}
