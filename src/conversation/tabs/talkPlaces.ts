import type { TalkPlace } from '../effect.ts';
import type { WindowChat } from '../windowChat.ts';
import type { Tab } from './tab.ts';

/** Where something can be said, in the order of the tabs: the one in front first, where it is among them. */
export function talkPlaces(chat: WindowChat): readonly TalkPlace[] {
  const { active, list } = chat.tabs;
  const inOrder = [active, ...list.filter(tab => tab !== active)];
  return inOrder.flatMap(tab => placeOf(tab, chat) ?? []);
}

function placeOf(tab: Tab, { views, attention }: WindowChat): TalkPlace | undefined {
  const { kind, entry, target, unread } = tab;
  const client = tab.connection?.client;
  if (client === undefined || (kind !== 'room' && kind !== 'private')) return undefined;
  if (kind === 'room' && entry !== 'in' && entry !== 'entering') return undefined;
  const isMuted = attention.isMuted(tab, target);
  return {
    ...tab.place,
    kind,
    title: views.title(tab),
    maxBytes: client.limits.multilineBytes,
    isByLine: !client.supports('multiline'),
    canTakeBack: client.supports('redaction'),
    people: kind === 'room' ? client.members(target).length : 0,
    unread: isMuted ? 0 : unread.count,
    mentions: isMuted ? 0 : unread.mentions,
  };
}
