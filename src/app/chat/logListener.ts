import { t } from '../words.ts';
import type { ChatLogListener } from '../../conversation/chatLog.ts';
import type { Chat } from './chat.ts';

/** What follows in the window when something comes into a tab's log. */
export function logListener(chat: Chat): ChatLogListener {
  const { page, tabs } = { page: () => chat.page, tabs: () => chat.tabs };
  return {
    added: (tab, line) => page().added(tab, line),
    putBefore: (tab, lines) => page().putBefore(tab, lines, tab.scrollback.lines[lines.length]?.id),
    changed: (tab, id, change) => page().changedLine(tab, id, change),
    kept: (tab, line) => {
      // The file tells no room: only the main one is in it, and nothing that was said in private.
      if (tab === tabs().main && line.privateWith === undefined) chat.history.add(line);
    },
    heard: (tab, line) => {
      // Tab offers first who spoke last.
      if (tab === tabs().active) page().changed('vocabulary');
      const isLookedAt = chat.reading.isLookedAt(tab);
      if (isLookedAt) chat.reading.look();
      else if (!chat.attention.isMuted(line.nick) && tab.addUnread(line)) page().firstNewMoved(tab);
      chat.attention.said(line, tab, { isLookedAt });
      chat.reading.countsChanged();
    },
    redacted: (_tab, id) => chat.history.remove(id),
    hasAllOlder: tab => page().olderChanged(tab),
    readElsewhere: tab => {
      page().firstNewMoved(tab);
      chat.reading.countsChanged();
    },
    renamedUs: () => page().stateChanged(),
    notKept: tab =>
      chat.note(
        t('Too much waits for the connection: this was not kept. Send it again when it is back.'),
        'warning',
        tab,
      ),
    file: (lineId, offer, own) => chat.files.received(lineId, offer, own),
    isMention: text => chat.attention.isMention(text, chat.room?.parts.client.nick ?? ''),
  };
}
