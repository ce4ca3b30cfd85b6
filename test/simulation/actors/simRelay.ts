import type { EndedRun } from '../../../src/relay/core/historyRun.ts';
import { defaultLimits, type Limits } from '../../../src/relay/core/limits.ts';
import { openStore } from '../../../src/relay/data/openStore.ts';
import type { RelayStore } from '../../../src/relay/data/relayStore.ts';
import { Relay } from '../../../src/relay/relay.ts';
import type { Network } from '../engine/network.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import { SimProcess } from '../engine/simProcess.ts';
import type { VirtualDisk } from '../engine/virtualDisk.ts';

export interface SimRelayOptions {
  readonly scheduler: Scheduler;
  readonly network: Network;
  /** Undefined for one that keeps nothing. */
  readonly disk: VirtualDisk | undefined;
  /** What is kept is encrypted with it. */
  readonly key: Uint8Array | undefined;
  readonly limits: Partial<Limits>;
  readonly hostKey: string | undefined;
  /** How the one before has ended that kept nothing. */
  readonly follows: EndedRun | undefined;
  readonly aheadMs: number;
  /** Names the messages. */
  readonly newId: () => string;
  readonly log: (text: string) => void;
}

const keepMs = 24 * 60 * 60 * 1000;

/** The relay as one process, from start to end; the next one goes on with its disk. */
export class SimRelay {
  readonly process: SimProcess;
  readonly #options: SimRelayOptions;
  /** Of what was said until then, some may be missing, by its clock. */
  mayHaveLostUntil = 0;
  /** Undefined while it has not ended with a goodbye. */
  ended: EndedRun | undefined;
  #relay: Relay | undefined;
  #store: RelayStore | undefined;
  readonly #ended = Promise.withResolvers<undefined>();

  constructor(options: SimRelayOptions) {
    this.#options = options;
    this.process = new SimProcess(options.scheduler, options.aheadMs);
  }

  /** It cannot write what is said on it. */
  get isLosing(): boolean {
    return this.#store?.isKeeping === false;
  }

  /** Reads what is kept and takes connections, unless it is killed meanwhile. */
  async start(): Promise<void> {
    const { network, disk, key, limits, hostKey, ...options } = this.#options;
    const { process } = this;
    const log = (text: string): void => {
      if (!process.isDead) options.log(text);
    };
    const all = { ...defaultLimits, ...limits };
    try {
      this.#store =
        disk && (await openStore(disk.mount(), { limits: all, clock: process, log, keepMs, key }));
    } catch (error) {
      // Another one has the disk by then.
      if (!process.isDead) throw error;
    }
    if (process.isDead) return;
    this.mayHaveLostUntil = this.#store?.mayHaveLostUntil ?? options.follows?.lostUntil ?? process.now();
    const relay = new Relay({
      ...options,
      log,
      limits,
      serverName: 'pychat.local',
      room: '#chat',
      version: 'simulation',
      token: '',
      motd: [],
      clock: process,
      ...(this.#store && { store: this.#store }),
      ...(hostKey !== undefined && { hostKey }),
    });
    this.#relay = relay;
    network.listener = {
      process,
      accept: (end, { address, key: account }) => relay.accept(end, { address, key: account }),
    };
  }

  /** Says goodbye to everybody and ends; resolves also when it is killed meanwhile. */
  async close(reason: string): Promise<void> {
    if (!this.process.isDead) void this.#close(reason);
    await this.#ended.promise;
  }

  async #close(reason: string): Promise<void> {
    this.#stopListening();
    // What is kept is how things are now, before everyone leaves.
    const kept = this.#store?.close();
    await this.#relay?.close(reason);
    await kept;
    if (!this.process.isDead) this.ended = this.#relay?.ended;
    this.#end();
  }

  /** It ends without a word. @param isTold the others learn of it, as the system goes on */
  kill(isTold: boolean): void {
    this.#end(isTold);
  }

  #end(isTold = true): void {
    this.#stopListening();
    if (this.process.isDead) return;
    this.process.kill();
    this.#options.disk?.unmount();
    this.#ended.resolve(undefined);
    for (const link of this.#options.network.links)
      if (link.relay.process === this.process) link.orphan('relay', isTold);
  }

  #stopListening(): void {
    const { network } = this.#options;
    if (network.listener?.process === this.process) network.listener = undefined;
  }
}
