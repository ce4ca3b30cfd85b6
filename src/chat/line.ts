import type { ChatEvent, Delivery, MessageEvent, MessageForm } from './event.ts';
import { notEnteredText, refusalText } from './refusalText.ts';
import type { Translate } from './translate.ts';
import { quoted, visibleName, visibleText, visibleWord } from './visible.ts';

/** UTF-16 units of one reaction: an emoji of a family is eleven. What is longer is none. */
export const maxReactionLength = 32;

/** People who reacted to a line with the same sign. */
export interface Reaction {
  /** Safe to show, at most `maxReactionLength` characters. */
  readonly reaction: string;
  readonly count: number;
  /** We are among them. */
  readonly own: boolean;
  /** The first of them, at most `maxReactionNicks`. */
  readonly nicks: readonly string[];
}

/** The line that another one answers. */
export interface Quote {
  /** The line's id; '' when it is not here. */
  readonly id: string;
  readonly nick: string;
  /** Its first row, cut; '' when it is not here. */
  readonly text: string;
}

/** How far a file has come, on either side. */
export type FileState =
  'preparing' | 'offered' | 'moving' | 'paused' | 'checking' | 'done' | 'failed' | 'cancelled' | 'gone';

/** A file that goes along with a line. */
export interface FileView {
  /** Safe to show; not yet a name to write to. */
  readonly name: string;
  /** Bytes in all and bytes that have come over. */
  readonly size: number;
  readonly moved: number;
  readonly state: FileState;
  /** What more there is to say, in the user's language: who has it, why it failed. */
  readonly note: string;
}

/** Something somebody said, as it stands on the screen and in the file. Its texts are safe to show. */
export interface MessageLine {
  readonly kind: 'message';
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly nick: string;
  /** '' once it was taken back. */
  readonly text: string;
  readonly form: MessageForm;
  readonly own: boolean;
  readonly delivery?: Delivery;
  /** Why it is `failed` or `notConfirmed`, in the user's language. */
  readonly reason?: string;
  /** To whom or from whom, when it was private and stands among what was not. */
  readonly privateWith?: string;
  /** Of an earlier time: from the history file, or from what the relay remembers. */
  readonly earlier?: boolean;
  /** It was read from the history file: no server has named it, and its time has whole seconds. */
  readonly isFromFile?: boolean;
  /** That file, or this line of it, was not written here: it came with the folder, and may never have been said. */
  readonly isForeign?: boolean;
  /** It speaks to us: our nick or one of our keywords is in it. */
  readonly mention?: boolean;
  readonly quote?: Quote;
  /** In the order in which they first came, at most `maxReactionKinds`. */
  readonly reactions?: readonly Reaction[];
  /** It was taken back: by whom and why. */
  readonly redacted?: { readonly by: string; readonly reason: string };
  readonly file?: FileView;
}

/** What of a line may change after it was shown. */
export type LineChange = Partial<
  Pick<
    MessageLine,
    'at' | 'delivery' | 'reason' | 'reactions' | 'redacted' | 'file' | 'mention' | 'quote' | 'text'
  >
>;

/** Something that happened, told by PyChat: a join, a topic, a failure, the answer to a slash command. Or what a server says. */
export interface NoteLine {
  readonly kind: 'note';
  readonly id: string;
  readonly at: number;
  readonly text: string;
  /** `answer` is what was asked for, `info` what merely happened. */
  readonly tone: 'info' | 'answer' | 'good' | 'warning' | 'error';
  /** Whose words these are: absent for PyChat's own, `typed` for a command of the user's, behind the prompt's path. */
  readonly voice?: 'server' | 'typed';
  /** Links in it can be opened: somebody set them as a topic. A server's words are only text, also in PyChat's sentences. */
  readonly hasLinks?: true;
  /** Somebody asks us into this room, named as the server does. */
  readonly invitation?: string;
  /** Of a gap: when it ends, by the server's clock. */
  readonly upTo?: number;
  /** Of a gap: what the server says after it, whatever its time, stands after it. */
  readonly isRestart?: true;
}

/** One line of the log. */
export type Line = MessageLine | NoteLine;

let notes = 0;

/** Makes a note of words that are already safe and in the user's language. */
export function noteLine(text: string, at: number, tone: NoteLine['tone'] = 'info'): NoteLine {
  notes += 1;
  return { kind: 'note', id: `note-${notes}`, at, text, tone };
}

/** What makes a line of its own. */
export type LineEvent = MessageEvent | NotedEvent;

/** How an event reads. */
export function lineOf(event: MessageEvent, t: Translate): MessageLine;
export function lineOf(event: LineEvent, t: Translate): Line;
export function lineOf(event: LineEvent, t: Translate): Line {
  switch (event.type) {
    case 'message':
      return messageLine(event);
    case 'serverSaid':
      return { ...noteLine(noteText(event, t), event.at), voice: 'server' };
    case 'topic':
      return { ...noteLine(noteText(event, t), event.at), hasLinks: true };
    case 'invited':
      return { ...noteLine(noteText(event, t), event.at), invitation: event.room };
    case 'refused':
    case 'notEntered':
      return noteLine(noteText(event, t), event.at, 'warning');
    default:
      return noteLine(noteText(event, t), event.at);
  }
}

function messageLine(event: MessageEvent): MessageLine {
  const { id, at, form, own, delivery, earlier } = event;
  return {
    kind: 'message',
    id,
    at,
    form,
    own,
    nick: visibleName(event.nick),
    text: visibleText(event.text),
    ...(delivery && { delivery }),
    ...(earlier === true && { earlier }),
  };
}

type NotedEvent = Extract<
  ChatEvent,
  { type: 'joined' | 'left' | 'renamed' | 'topic' | 'refused' | 'notEntered' | 'invited' | 'serverSaid' }
>;

function noteText(event: NotedEvent, t: Translate): string {
  switch (event.type) {
    case 'joined':
      return event.own
        ? t('You are in {channel}.', { channel: visibleName(event.target) })
        : t('{nick} joined.', { nick: visibleName(event.nick) });
    case 'left':
      return leftText(event, t);
    case 'renamed': {
      const names = { nick: visibleName(event.nick), to: visibleName(event.to) };
      return event.own ? t('You are now {to}.', names) : t('{nick} is now {to}.', names);
    }
    case 'topic':
      return topicText(event, t);
    case 'refused':
      return refusalText(event.numeric, event.params, t);
    case 'notEntered':
      return notEnteredText(event, t);
    case 'invited': {
      const names = { nick: visibleName(event.nick), room: visibleName(event.room) };
      return t('{nick} invites you to {room}.', names);
    }
    case 'serverSaid':
      return visibleWord(event.text);
  }
}

function leftText(event: ChatEvent & { type: 'left' }, t: Translate): string {
  // Servers put `Quit:` before what a person gave as the reason, and `Quit` where nothing was given.
  const reason = event.reason.replace(/^Quit(?:: |$)/, '');
  const names = { nick: visibleName(event.nick), by: visibleName(event.by ?? '') };
  const sentence = leftSentence(event, names, t);
  return reason === '' ? sentence : `${sentence} (${quoted(reason)})`;
}

function leftSentence(
  event: ChatEvent & { type: 'left' },
  names: Record<string, string>,
  t: Translate,
): string {
  if (event.how === 'kick') {
    return event.own ? t('You were removed by {by}.', names) : t('{nick} was removed by {by}.', names);
  }
  return event.own ? t('You left.') : t('{nick} left.', names);
}

function topicText(event: ChatEvent & { type: 'topic' }, t: Translate): string {
  const topic = event.text === '' ? '' : quoted(event.text);
  if (event.by === undefined) return topic === '' ? t('No topic is set.') : t('Topic: {topic}', { topic });
  const nick = visibleName(event.by);
  return topic === ''
    ? t('{nick} removed the topic.', { nick })
    : t('{nick} set the topic: {topic}', { nick, topic });
}
