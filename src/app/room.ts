import type { ChatEvent } from '../chat/event.ts';
import type { ClientState } from '../client/chatClient.ts';
import { DisposableStore } from '../common/dispose.ts';
import type { TlsIdentity } from '../net/tls.ts';
import type { RelayThread } from '../relay/relayThread.ts';
import type { RoomFacts } from '../conversation/banner.ts';
import type { Connected } from './connect.ts';
import { failureSentence } from '../conversation/failureText.ts';
import type { Place, Status } from '../conversation/status.ts';
import { t } from './words.ts';

/** What a room is entered with: the connection, and the relay when this window hosts it. */
export interface RoomParts extends Connected {
  readonly place: Place;
  readonly facts?: RoomFacts;
  readonly relay?: RelayThread;
  /** Who we are, and the fingerprint of the host's key: what another connection to it is made with. */
  readonly identity: TlsIdentity;
  readonly hostKey: string;
  /** The invite to hand on, '' when none is needed or known. */
  readonly invite: string;
}

/** What a room tells its conversation. */
export interface RoomListener {
  onEvent(event: ChatEvent): void;
  /** Who is in a room has changed. */
  onMembers(room: string): void;
  /** Something to tell of the connection itself. */
  onNews(sentence: string, tone: 'good' | 'warning'): void;
  /** It is over, by itself: the sentence says why. */
  onEnded(sentence: string): void;
}

/** The room this window is in: keeps the status true to the connection, and ends connection and relay together. */
export class Room {
  readonly parts: RoomParts;
  readonly #status: Status;
  readonly #listener: RoomListener;
  readonly #store = new DisposableStore();
  #left = false;
  #away = false;

  constructor(parts: RoomParts, status: Status, listener: RoomListener) {
    this.parts = parts;
    this.#status = status;
    this.#listener = listener;
    const { client, relay } = parts;
    for (const event of parts.takeEvents()) listener.onEvent(event);
    this.#store.add(client.onEvent(event => listener.onEvent(event)));
    this.#store.add(client.onState(() => this.#updateStatus()));
    this.#store.add(client.onMembers(room => this.#membersChanged(room)));
    if (relay) this.#store.add(relay.onExit(reason => void this.#relayEnded(reason)));
    this.#updateStatus();
  }

  get isHosted(): boolean {
    return this.parts.relay !== undefined;
  }

  /** Says goodbye, closes the connection and, when hosting, the relay: its port is free when this resolves. */
  async leave(reason: string): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    this.#store.dispose();
    await this.parts.client.leave(reason);
    this.parts.client.dispose();
    await this.parts.relay?.close(reason);
  }

  #membersChanged(room: string): void {
    this.#listener.onMembers(room);
    const { client, place } = this.parts;
    if (client.fold(room) === client.fold(place.room)) this.#updateStatus();
  }

  #updateStatus(): void {
    const { client, place } = this.parts;
    const state = client.state;
    this.#tellOf(state);
    if (state.phase === 'joined') {
      const people = client.members(place.room).length;
      this.#status.set({ phase: this.isHosted ? 'hosting' : 'joined', place, people });
    } else if (state.phase === 'reconnecting') {
      this.#status.set({ phase: 'reconnecting', place, hosting: this.isHosted, retryAt: state.retryAt });
    } else if (state.phase === 'closed') this.#connectionEnded(state);
  }

  /** Says once that the connection broke, and once that it is back, however many attempts lie between. */
  #tellOf(state: ClientState): void {
    if (state.phase === 'reconnecting' && !this.#away) {
      this.#away = true;
      const sentence = failureSentence(state.failure, t);
      this.#listener.onNews(
        `${sentence} ${t('PyChat keeps trying to come back; Leave Chat ends that.')}`,
        'warning',
      );
    } else if (state.phase === 'joined' && this.#away) {
      this.#away = false;
      this.#listener.onNews(t('Connected again.'), 'good');
    }
  }

  #connectionEnded(state: ClientState & { phase: 'closed' }): void {
    if (this.#left) return;
    const sentence = state.failure ? failureSentence(state.failure, t) : t('You left.');
    void this.leave('').then(() => this.#listener.onEnded(sentence));
  }

  async #relayEnded(reason: string): Promise<void> {
    if (this.#left) return;
    await this.leave('');
    this.#listener.onEnded(
      t('The relay in this window stopped: {reason}. Host again to open the room anew.', { reason }),
    );
  }
}
