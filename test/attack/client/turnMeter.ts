import { setImmediate as nextTurn } from 'node:timers/promises';

/** What a process took while it was measured. */
export interface Figures {
  /** The most memory above that at the start, in MiB: resident, and in use by the engine and its buffers. */
  readonly residentMiB: number;
  readonly usedMiB: number;
  /** What is still in use at the end, once all that can be let go of is: what the window keeps. */
  readonly keptMiB: number;
  /** The longest turn of the event loop, in milliseconds of the processor. */
  readonly turnMs: number;
  /** Seconds of the processor in all. */
  readonly cpuSeconds: number;
}

const mebibyte = 1024 * 1024;
/** Turns between two looks at the memory. */
const lookEvery = 20;

/** Measures each turn of the event loop, and the memory. Keeps the loop turning, so that none is two. */
export class TurnMeter {
  #isRunning = false;
  #resident = 0;
  #used = 0;
  #turnMs = 0;
  #begun = process.memoryUsage();
  #cpu = process.cpuUsage();

  start(): void {
    this.#isRunning = true;
    this.#begun = process.memoryUsage();
    this.#cpu = process.cpuUsage();
    void this.#run();
  }

  stop(): Figures {
    this.#isRunning = false;
    this.#look();
    const { user, system } = process.cpuUsage(this.#cpu);
    globalThis.gc?.();
    return {
      residentMiB: Math.round((this.#resident - this.#begun.rss) / mebibyte),
      usedMiB: Math.round((this.#used - usedOf(this.#begun)) / mebibyte),
      keptMiB: Math.round((usedOf(process.memoryUsage()) - usedOf(this.#begun)) / mebibyte),
      turnMs: Math.round(this.#turnMs * 10) / 10,
      cpuSeconds: Math.round((user + system) / 1e5) / 10,
    };
  }

  async #run(): Promise<void> {
    for (let turns = 0, before = cpuMs(); this.#isRunning; turns++) {
      await nextTurn();
      const now = cpuMs();
      this.#turnMs = Math.max(this.#turnMs, now - before);
      if (turns % lookEvery === 0) this.#look();
      before = cpuMs();
    }
  }

  #look(): void {
    const memory = process.memoryUsage();
    this.#resident = Math.max(this.#resident, memory.rss);
    this.#used = Math.max(this.#used, usedOf(memory));
  }
}

function usedOf({ heapUsed, external }: NodeJS.MemoryUsage): number {
  return heapUsed + external;
}

/** Of this thread alone: other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
