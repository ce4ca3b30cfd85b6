import path from 'node:path';
import { Observed, type Relayed } from '../verdict/observed.ts';
import type { ViolationKind } from '../verdict/verdict.ts';
import { RealWorld } from './realWorld.ts';
import { RelayProgram } from './relayProgram.ts';

/** A world around `pychat-relay --data`. */
export class RelayWorld extends RealWorld {
  readonly observed = new ObservedByTime(() => this.scheduler.now);
  readonly excused: readonly ViolationKind[] = [];
  /** It takes twenty seconds to find out: that is for a few. */
  readonly tellsOfBreaks = this.schedule.seed % 10 !== 0;
  readonly #programs: RelayProgram[] = [];
  relay: RelayProgram | undefined;
  closing: RelayProgram | undefined;

  startRelay(): void {
    this.trace('the relay starts');
    this.relay = new RelayProgram(path.join(this.folder, 'data'), this.#programs.at(-1));
    this.#programs.push(this.relay);
  }

  async untilListening(): Promise<void> {
    await this.relay?.started();
  }

  killRelay(): void {
    void this.relay?.kill();
    this.relay = undefined;
  }

  protected override async endPrograms(): Promise<void> {
    await Promise.all(this.#programs.map(program => program.kill()));
    for (const { complaints } of this.#programs) if (complaints !== '') this.bugs.push(complaints);
  }
}

/** What a relay in a process of its own has said: its times are later with each message, so they are its order. */
class ObservedByTime extends Observed {
  protected override readonly named = (msgid: string, time: number): Relayed | undefined =>
    time === 0 ? undefined : this.name({ msgid, order: time, at: time, time });
}
