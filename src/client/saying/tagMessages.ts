import type { TypingState } from '../../chat/event.ts';
import { maxReactionLength } from '../../chat/line.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { ClientState } from '../clientState.ts';
import { maxTypingTargets, typingRefusalMs } from '../limits.ts';
import { isMsgid, isWord } from '../names.ts';
import type { Server } from '../server.ts';
import type { Pacer } from './pacer.ts';
import { TypingThrottle } from './typingThrottle.ts';
import { reactTag, replyTag, typingTag, unreactTag } from './wire.ts';

/** A reaction of ours to a message. */
interface OwnReaction {
  readonly msgid: string;
  readonly reaction: string;
  readonly removed: boolean;
}

/** The label of every notice that we type: nobody wants to hear what becomes of it. */
const typingLabel = 'typing';

/** What goes out as tags without a text: reactions, and that we type. */
export class TagMessages implements Disposable {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #pacer: Pacer;
  readonly #throttle: TypingThrottle;
  /** When targets were last told that we type, by their folded names. */
  readonly #typedAt = new BoundedMap<string, number>(maxTypingTargets);

  constructor(server: Server, client: ClientState, pacer: Pacer) {
    this.#server = server;
    this.#client = client;
    this.#pacer = pacer;
    this.#throttle = new TypingThrottle(client.clock, (target, state) => this.#sendTyping(target, state));
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

  /** Ignored for a room that we are not in. */
  typing(target: string, state: TypingState): void {
    const isOutside = this.#server.isChannel(target) && !this.#client.rooms.isIn(target);
    if (isOutside || !this.#canTag(target, typingTag)) return;
    this.#throttle.set(this.#server.fold(target), target, state);
  }

  /** Something was said to a target: who sees that knows that we no longer type. */
  said(target: string): void {
    this.#throttle.said(this.#server.fold(target));
  }

  /** Whether a message is an answer to a notice that we type, by its label. */
  isTypingAnswer({ tags }: { readonly tags: ReadonlyMap<string, string> }): boolean {
    return tags.get('label') === typingLabel;
  }

  /** Whether a refusal without a label that names a target can be about typing there. */
  mayRefuseTyping(target: string): boolean {
    const at = this.#typedAt.get(this.#server.fold(target));
    return at !== undefined && this.#client.clock.now() - at < typingRefusalMs;
  }

  dispose(): void {
    this.#throttle.dispose();
  }

  #canTag(target: string, tag: string): boolean {
    return this.#server.capabilities.has('message-tags') && this.#server.allowsTag(tag) && isWord(target);
  }

  #sendTyping(target: string, state: TypingState): void {
    const canLabel = this.#server.capabilities.has('labeled-response');
    this.#typedAt.set(this.#server.fold(target), this.#client.clock.now());
    this.#write(target, [...(canLabel ? [['label', typingLabel] as const] : []), [typingTag, state]]);
  }

  #write(target: string, tags: readonly (readonly [string, string])[]): void {
    this.#pacer.write({ messages: [{ tags: new Map(tags), command: 'TAGMSG', params: [target] }] });
  }
}
