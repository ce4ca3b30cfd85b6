import type { ChatEvent, FileOffer } from '../../chat/event.ts';
import { fileOfferTag, serializeFileOffer } from '../../chat/fileOffer.ts';
import type { Clock } from '../../common/clock.ts';
import type { ClientState } from '../clientOptions.ts';
import { newId } from '../reading/incomingText.ts';
import { isMsgid, isWord } from '../names.ts';
import type { Outbox } from './outbox.ts';
import { replyTag } from './wire.ts';

/** What a message may carry along. */
export interface More {
  /** The `msgid` of what it answers. */
  readonly answers?: string;
  readonly file?: FileOffer;
}

/** Something to say: a text as `sayable` gave it. */
interface Spoken extends More {
  readonly form: 'say' | 'action';
  readonly target: string;
  readonly text: string;
}

export interface SpeechOptions {
  readonly clock: Clock;
  readonly emit: (event: ChatEvent) => void;
  readonly outbox: Outbox;
  /** Who speaks. */
  readonly client: {
    readonly nick: string;
    readonly state: ClientState;
    readonly rooms: readonly string[];
    fold(name: string): string;
  };
}

/** Hands what we say to the outbox, and tells of it at once. */
export class Speech {
  readonly #options: SpeechOptions;

  constructor(options: SpeechOptions) {
    this.#options = options;
  }

  /** @returns the id of the message */
  speak(spoken: Spoken): string {
    const { outbox, emit, clock, client } = this.#options;
    const { form, text, answers, file } = spoken;
    const id = newId();
    const target = this.#placeOf(spoken.target);
    const reason = this.#refusal(target, text);
    emit({
      type: 'message',
      id,
      at: clock.now(),
      nick: client.nick,
      text,
      form,
      target,
      own: true,
      delivery: outbox.isOpen && reason === undefined ? 'sent' : 'queued',
      ...(answers !== undefined && { replyTo: answers }),
      ...(file !== undefined && { file }),
    });
    if (reason === undefined) outbox.add(id, { form, target, text, tags: tagsOf(spoken) });
    else emit({ type: 'delivery', target, id, delivery: 'failed', reason });
    return id;
  }

  #refusal(target: string, text: string): string | undefined {
    const { outbox, client } = this.#options;
    if (client.state.phase === 'closed') return 'closed';
    return isWord(target) ? outbox.refuses(text) : 'badTarget';
  }

  /** A room is called as it was entered. */
  #placeOf(target: string): string {
    const { client } = this.#options;
    const key = client.fold(target);
    return client.rooms.find(room => client.fold(room) === key) ?? target;
  }
}

function tagsOf({ answers, file }: More): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  if (answers !== undefined && isMsgid(answers)) tags.set(replyTag, answers);
  if (file !== undefined) tags.set(fileOfferTag, serializeFileOffer(file));
  return tags;
}
