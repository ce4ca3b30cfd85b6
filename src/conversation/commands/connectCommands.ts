import { otherClientsText } from '../page/otherClients.ts';
import { visibleName } from '../../chat/visible.ts';
import { isWord } from '../../irc/names.ts';
import type { Connection } from '../connections/connection.ts';
import { closeTab, enterRoom } from '../connections/connectionStates.ts';
import { firstWord, type SlashCommand } from './slashCommand.ts';
import type { CommandTarget } from './commandTarget.ts';

/** Coming and going. */
export const connectCommands: readonly SlashCommand[] = [
  {
    name: 'host',
    help: t => t('Opens a room on this computer.'),
    run: (_, target) => target.execute('pychat.host'),
  },
  {
    name: 'join',
    usage: t => t('[#room [key]]'),
    help: t => t('Enters another room. Without an argument, joins somebody’s chat.'),
    args: ['room'],
    run: join,
  },
  {
    name: 'part',
    aliases: ['close'],
    usage: t => t('[reason]'),
    help: t => t('Closes the tab and leaves its room.'),
    run: (rest, target) => {
      const { t } = target;
      if (target.tab.kind === 'start') target.note(t('This tab stays. /quit leaves the chat.'), 'warning');
      else closeTab(target.tab, rest, target.chat);
    },
  },
  {
    name: 'quit',
    aliases: ['exit'],
    usage: t => t('[reason]'),
    help: t => t('Leaves the chat; the host closes it.'),
    needs: 'connection',
    run: (rest, target) => target.execute('pychat.leave', rest),
  },
  {
    name: 'irc',
    help: t => t('Shows how other IRC clients join.'),
    needs: 'connection',
    run: (_, target) => {
      const { t, connection } = target;
      const facts = connection?.facts;
      const answer = facts
        ? otherClientsText(facts, t)
        : t('Ask the host: /irc in their window shows how other IRC clients join.');
      target.note(answer, 'answer');
    },
  },
];

function join(rest: string, target: CommandTarget): void {
  const { connection, t } = target;
  if (rest === '') target.execute('pychat.join');
  else if (connection?.client) joinRoom(rest, target, connection);
  else target.note(t('Not connected. Use /host or /join first.'), 'warning');
}

/**
 * Enters a room and shows its tab. A name without a sign in front is that of a room: nothing else can be entered.
 *
 * @param rest the room, and its key if it has one
 */
export function joinRoom(rest: string, target: CommandTarget, connection: Connection): void {
  const { chat, t } = target;
  const [word, key] = firstWord(rest);
  const room = connection.isChannel(word) ? word : `#${word}`;
  if (!isWord(room) || (key !== '' && !isWord(key))) {
    target.note(t('There is no channel {what}.', { what: visibleName(room) }), 'warning');
    return;
  }
  const tab = chat.tabs.open({ kind: 'room', connection, target: room });
  if (tab === undefined) {
    target.note(t('Too many tabs are open. Close one first.'), 'warning');
    return;
  }
  if (tab.entry !== 'in') enterRoom(tab, chat, { key });
  chat.tabs.show(tab);
}
