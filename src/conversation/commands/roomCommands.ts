import { visibleWord } from '../../chat/visible.ts';
import { changeDirectory, directoryText } from './directory.ts';
import { listText } from './roomList.ts';
import type { SlashCommand } from './slashCommand.ts';
import type { SlashClient, SlashTarget } from './slashTarget.ts';

/** The rooms, and finding one's way among them. */
export const roomCommands: readonly SlashCommand[] = [
  {
    name: 'topic',
    usage: t => t('[text]'),
    help: t => t('Shows or sets the topic of this room.'),
    needs: 'room',
    run: topic,
  },
  {
    name: 'list',
    usage: () => '',
    help: t => t('Lists the rooms of this server.'),
    needs: 'connection',
    run: (_, target, client) =>
      void client.list().then(rooms => target.note(listText(rooms, target.t), 'answer')),
  },
  {
    name: 'dir',
    usage: t => t('[#room]'),
    help: t => t('Lists your rooms and the people in this one.'),
    args: ['room'],
    needs: 'nothing',
    run: (rest, target) => target.note(directoryText(rest, target), 'answer'),
  },
  {
    name: 'cd',
    aliases: ['chdir'],
    usage: t => t('[#room | nick | ..]'),
    help: t => t('Shows where you are, or goes to another tab.'),
    more: t => t('/cd .. and /cd \\ go to the first tab.'),
    args: ['room'],
    needs: 'nothing',
    run: changeDirectory,
  },
];

function topic(rest: string, target: SlashTarget, client: SlashClient): void {
  const { t } = target;
  const room = target.tab.target;
  const text = visibleWord(client.topic(room));
  if (rest !== '') client.setTopic(room, rest);
  else target.note(text === '' ? t('No topic is set.') : t('Topic: {topic}', { topic: text }), 'answer');
}
