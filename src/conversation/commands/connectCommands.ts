import { otherClientsText } from '../otherClients.ts';
import { firstWord, type SlashCommand } from './slashCommand.ts';
import type { SlashClient, SlashTarget } from './slashTarget.ts';

/** Coming and going. */
export const connectCommands: readonly SlashCommand[] = [
  {
    name: 'host',
    usage: () => '',
    help: t => t('Opens a room on this computer.'),
    needs: 'nothing',
    run: (_, target) => target.execute('pychat.host'),
  },
  {
    name: 'join',
    usage: t => t('[#room [key]]'),
    help: t => t('Enters a further room; alone, joins somebody’s chat.'),
    args: ['room'],
    needs: 'nothing',
    run: join,
  },
  {
    name: 'part',
    aliases: ['close'],
    usage: t => t('[reason]'),
    help: t => t('Closes the tab and leaves its room.'),
    needs: 'nothing',
    run: (rest, target) => {
      const { t } = target;
      if (!target.closeTab(rest)) target.note(t('This tab stays. /quit leaves the chat.'), 'warning');
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
    usage: () => '',
    help: t => t('Tells how other IRC clients join.'),
    needs: 'connection',
    run: (_, target) => {
      const { facts, t } = target;
      const answer = facts
        ? otherClientsText(facts, t)
        : t('Ask the host: /irc in their window says how other IRC clients join.');
      target.note(answer, 'answer');
    },
  },
];

function join(rest: string, target: SlashTarget): void {
  const { client, t } = target;
  if (rest === '') target.execute('pychat.join');
  else if (client) enterRoom(rest, target, client);
  else target.note(t('Not connected. Use /host or /join first.'), 'warning');
}

/** A name without a sign in front is that of a room: nothing else can be entered. What cannot be one is refused. */
function enterRoom(rest: string, target: SlashTarget, client: SlashClient): void {
  const [word, key] = firstWord(rest);
  const room = client.isChannel(word) ? word : `#${word}`;
  const isIn = client.rooms.some(other => client.fold(other) === client.fold(room));
  if (!isIn || !target.openTab(room)) client.enterRoom(room, key);
}
