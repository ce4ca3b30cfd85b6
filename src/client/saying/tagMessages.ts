import type { ChatEvent, TypingState } from '../../chat/event.ts';
import { maxReactionLength } from '../../chat/line.ts';
import type { Clock } from '../../common/clock.ts';
import type { Message } from '../../irc/message.ts';
import { isMsgid, isWord } from '../names.ts';
import type { Server } from '../server.ts';
import { TypingThrottle } from './typingThrottle.ts';
import { reactTag, replyTag, typingTag, unreactTag, type WireItem } from './wire.ts';

export interface TagMessagesOptions {
  readonly server: Server;
  readonly clock: Clock;
  /** Sends in order with what is said. */
  readonly write: (item: WireItem) => void;
  readonly emit: (event: ChatEvent) => void;
}

/** A reaction of ours to a message. */
interface OwnReaction {
  readonly msgid: string;
  readonly reaction: string;
  readonly removed: boolean;
}

/** What goes out as tags without a text: reactions, and that we type. */
export class TagMessages {
  readonly #options: TagMessagesOptions;
  readonly #throttle: TypingThrottle;

  constructor(options: TagMessagesOptions) {
    this.#options = options;
    this.#throttle = new TypingThrottle(options.clock, (target, state) => this.#sendTyping(target, state));
  }

  react(target: string, { msgid, reaction, removed }: OwnReaction): void {
    const { server, emit } = this.#options;
    const name = removed ? unreactTag : reactTag;
    if (!this.#canTag(target, name) || !isMsgid(msgid)) return;
    const sign = reaction.toWellFormed().replaceAll('\0', '');
    if (sign === '' || sign.length > maxReactionLength) return;
    this.#write(target, [
      [replyTag, msgid],
      [name, sign],
    ]);
    if (server.capabilities.has('echo-message')) return;
    emit({ type: 'reaction', target, msgid, nick: server.nick, reaction: sign, removed, own: true });
  }

  typing(target: string, state: TypingState): void {
    if (this.#canTag(target, typingTag)) this.#throttle.set(this.#options.server.fold(target), target, state);
  }

  /** Something was said to a target: who sees that knows that we no longer type. */
  said(target: string): void {
    this.#throttle.said(this.#options.server.fold(target));
  }

  dispose(): void {
    this.#throttle.dispose();
  }

  #canTag(target: string, tag: string): boolean {
    const { server } = this.#options;
    return server.capabilities.has('message-tags') && server.allowsTag(tag) && isWord(target);
  }

  #sendTyping(target: string, state: TypingState): void {
    this.#write(target, [[typingTag, state]]);
  }

  #write(target: string, tags: readonly (readonly [string, string])[]): void {
    const sent: Message = { tags: new Map(tags), command: 'TAGMSG', params: [target] };
    this.#options.write({ messages: [sent], isWanted: () => true, written: () => undefined });
  }
}
