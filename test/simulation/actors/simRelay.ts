import type { Limits } from '../../../src/relay/core/limits.ts';
import type { EndedRun } from '../../../src/relay/core/historyRun.ts';
import { Relay } from '../../../src/relay/relay.ts';
import type { Network } from '../engine/network.ts';
import type { Scheduler } from '../engine/scheduler.ts';
import { type SimDisk, SimStore } from '../engine/simDisk.ts';
import { SimProcess } from '../engine/simProcess.ts';

export interface SimRelayOptions {
  readonly scheduler: Scheduler;
  readonly network: Network;
  /** Undefined for one that keeps nothing. */
  readonly disk: SimDisk | undefined;
  readonly limits: Partial<Limits>;
  readonly hostKey: string | undefined;
  /** How the one before has ended that kept nothing. */
  readonly follows: EndedRun | undefined;
  readonly aheadMs: number;
  /** Names the messages. */
  readonly newId: () => string;
  readonly log: (text: string) => void;
}

/** The relay as one process, from start to end; the next one goes on with its disk. */
export class SimRelay {
  readonly process: SimProcess;
  readonly #relay: Relay;
  /** Of what was said until then, some may be missing, by its clock. */
  readonly mayHaveLostUntil: number;
  /** Undefined while it has not ended with a goodbye. */
  ended: EndedRun | undefined;
  readonly #store: SimStore | undefined;
  readonly #network: Network;
  readonly #ended = Promise.withResolvers<undefined>();

  constructor({ scheduler, network, disk, aheadMs, hostKey, ...options }: SimRelayOptions) {
    this.#network = network;
    this.process = new SimProcess(scheduler, aheadMs);
    this.#store = disk && new SimStore(disk, this.process);
    this.mayHaveLostUntil = this.#store?.mayHaveLostUntil ?? options.follows?.lostUntil ?? this.process.now();
    this.#relay = new Relay({
      ...options,
      serverName: 'pychat.local',
      room: '#chat',
      version: 'simulation',
      token: '',
      motd: [],
      clock: this.process,
      ...(this.#store && { store: this.#store }),
      ...(hostKey !== undefined && { hostKey }),
    });
    network.listener = {
      process: this.process,
      accept: (end, { address, key }) => this.#relay.accept(end, { address, key }),
    };
  }

  /** Says goodbye to everybody and ends; resolves also when it is killed meanwhile. */
  async close(reason: string): Promise<void> {
    if (!this.process.isDead) void this.#close(reason);
    await this.#ended.promise;
  }

  async #close(reason: string): Promise<void> {
    this.#stopListening();
    await this.#relay.close(reason);
    await this.#store?.close();
    if (!this.process.isDead) this.ended = this.#relay.ended;
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
    this.#ended.resolve(undefined);
    for (const link of this.#network.links)
      if (link.relay.process === this.process) link.orphan('relay', isTold);
  }

  #stopListening(): void {
    if (this.#network.listener?.process === this.process) this.#network.listener = undefined;
  }
}
