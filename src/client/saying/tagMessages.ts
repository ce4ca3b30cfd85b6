import type { TypingState } from '../../chat/event.ts';
import { maxReactionLength } from '../../chat/line.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Disposable } from '../../common/dispose.ts';
import { isMsgid, isWord } from '../../irc/names.ts';
import type { ClientState } from '../clientState.ts';
import { maxTypingTargets, typingMs, typingRefusalMs } from '../limits.ts';
import type { Server } from '../server.ts';
import type { Pacer } from './pacer.ts';
import { reactTag, replyTag, typingTag, unreactTag } from './wire.ts';

/** A reaction of ours to a message. */
interface OwnReaction {
  readonly msgid: string;
  readonly reaction: string;
  readonly removed: boolean;
}

interface Told {
  readonly target: string;
  state: TypingState;
  at: number;
  /** Tells, when it may, that the state has become another. */
  later: Disposable | undefined;
}

/** The label of every notice that we type: nobody wants to hear what becomes of it. */
const typingLabel = 'typing';

/** What goes out as tags without a text: reactions, and that we type. */
export class TagMessages implements Disposable {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #pacer: Pacer;
  /** What targets were told last of our typing, by their folded names. */
  readonly #told = new BoundedMap<string, Told>(maxTypingTargets, ({ later }) => later?.dispose());

  constructor(server: Server, client: ClientState, pacer: Pacer) {
    this.#server = server;
    this.#client = client;
    this.#pacer = pacer;
  }

  react(target: string, { msgid, reaction, removed }: OwnReaction): void {
    const name = removed ? unreactTag : reactTag;
    if (!this.#canTag(target, name) || !isMsgid(msgid)) return;
    const sign = reaction.toWellFormed().replaceAll('\0', '');
    if (sign === '' || sign.length > maxReactionLength) return;
    this.#write(target, [
      [replyTag, msgid],
      [name, sign],
    ]);
    if (this.#server.capabilities.has('echo-message')) return;
    const { nick } = this.#server;
    this.#client.emit({ type: 'reaction', target, msgid, nick, reaction: sign, removed, own: true });
  }

  /**
   * Tells that we type: to one target no two times within `typingMs`, and `paused` and `done` once, and only after
   * something else. Ignored for a room that we are not in. https://ircv3.net/specs/client-tags/typing
   */
  typing(target: string, state: TypingState): void {
    const isOutside = this.#server.isChannel(target) && !this.#client.rooms.isIn(target);
    if (isOutside || !this.#canTag(target, typingTag)) return;
    const { clock } = this.#client;
    const key = this.#server.fold(target);
    const told = this.#told.get(key) ?? { target, state: 'done', at: -Infinity, later: undefined };
    if (!this.#told.has(key)) this.#told.set(key, told);
    told.later?.dispose();
    told.later = undefined;
    if (state === told.state && state !== 'active') return;
    if (state === 'paused' && told.state === 'done') return;
    const wait = told.at + typingMs - clock.now();
    if (wait <= 0) this.#tell(told, state);
    else if (state !== told.state) told.later = clock.after(wait, () => this.#tell(told, state));
  }

  /** Something was said to a target: who sees that knows that we no longer type. */
  said(target: string): void {
    const told = this.#told.get(this.#server.fold(target));
    if (told === undefined) return;
    told.later?.dispose();
    told.later = undefined;
    told.state = 'done';
  }

  /** Whether a message is an answer to a notice that we type, by its label. */
  isTypingAnswer({ tags }: { readonly tags: ReadonlyMap<string, string> }): boolean {
    return tags.get('label') === typingLabel;
  }

  /** Whether a refusal without a label that names a target can be about typing there. */
  mayRefuseTyping(target: string): boolean {
    const told = this.#told.get(this.#server.fold(target));
    return told !== undefined && this.#client.clock.now() - told.at < typingRefusalMs;
  }

  dispose(): void {
    for (const { later } of this.#told.values()) later?.dispose();
    this.#told.clear();
  }

  #canTag(target: string, tag: string): boolean {
    return this.#server.capabilities.has('message-tags') && this.#server.allowsTag(tag) && isWord(target);
  }

  #tell(told: Told, state: TypingState): void {
    told.later = undefined;
    told.state = state;
    told.at = this.#client.clock.now();
    const canLabel = this.#server.capabilities.has('labeled-response');
    this.#write(told.target, [...(canLabel ? [['label', typingLabel] as const] : []), [typingTag, state]]);
  }

  #write(target: string, tags: readonly (readonly [string, string])[]): void {
    this.#pacer.write({ messages: [{ tags: new Map(tags), command: 'TAGMSG', params: [target] }] });
  }
}
