import type { ChatEvent, Emit, HistoryEvent } from '../chat/event.ts';
import type { Turns } from './connection/turns.ts';
import { maxPieceLength, maxPieceMessages } from './limits.ts';

/**
 * Tells events in order: at once while the turn lasts, what comes after that in the next ones. A long piece of history is
 * told in several.
 */
export class PacedEvents {
  readonly #tell: Emit;
  readonly #turns: Turns;
  readonly #failed: (error: unknown) => void;
  #waiting: ChatEvent[] = [];
  #next = 0;

  /** @param failed gets what the listener throws: its mistake is not the connection's */
  constructor(turns: Turns, tell: Emit, failed: (error: unknown) => void) {
    this.#turns = turns;
    this.#tell = tell;
    this.#failed = failed;
  }

  /** Events wait: until they are told nothing is read that they would have to wait for. */
  get isBehind(): boolean {
    return this.#waiting.length > 0;
  }

  readonly emit: Emit = event => {
    if (event.type === 'history') for (const piece of piecesOf(event)) this.#emit(piece);
    else this.#emit(event);
  };

  #emit(event: ChatEvent): void {
    if (!this.isBehind && !this.#turns.isUsedUp) this.#give(event);
    else {
      if (!this.isBehind) this.#turns.wait(() => this.#goOn());
      this.#waiting.push(event);
    }
  }

  #give(event: ChatEvent): void {
    this.#turns.spend();
    try {
      this.#tell(event);
    } catch (error) {
      this.#failed(error);
    }
  }

  #goOn(): void {
    for (let event = this.#waiting[this.#next]; event !== undefined; event = this.#waiting[this.#next]) {
      if (this.#turns.isUsedUp) {
        this.#turns.wait(() => this.#goOn());
        return;
      }
      this.#next += 1;
      this.#give(event);
    }
    this.#waiting = [];
    this.#next = 0;
  }
}

/** The pieces of a history, oldest first; the last one says whether it is all there is. */
function piecesOf(history: HistoryEvent): readonly HistoryEvent[] {
  const pieces: HistoryEvent['events'][number][][] = [[]];
  let length = 0;
  for (const event of history.events) {
    const piece = pieces.at(-1) ?? [];
    if (piece.length >= maxPieceMessages || length > maxPieceLength) {
      pieces.push([event]);
      length = 0;
    } else piece.push(event);
    length += event.type === 'message' ? event.text.length : 0;
  }
  return pieces.map((events, index) => ({
    ...history,
    events,
    isWhole: history.isWhole && index === pieces.length - 1,
  }));
}
