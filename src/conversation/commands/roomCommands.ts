import { quoted } from '../../chat/visible.ts';
import { changeDirectory, directoryText } from './directory.ts';
import type { SlashCommand } from './slashCommand.ts';
import type { ServerView } from '../connections/serverView.ts';
import type { CommandTarget } from './commandTarget.ts';

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
    help: t => t('Lists the rooms of this server.'),
    needs: 'connection',
    run: (_, target) => target.ask({ type: 'list', tab: target.tab.id, shownAs: 'note' }),
  },
  {
    name: 'dir',
    usage: t => t('[#room]'),
    help: t => t('Lists your rooms and the people in this one.'),
    args: ['room'],
    run: (rest, target) => target.note(directoryText(rest, target), 'answer'),
  },
  {
    name: 'cd',
    aliases: ['chdir'],
    usage: t => t('[#room | nick | ..]'),
    help: t => t('Shows where you are, or goes to another tab.'),
    more: t => t('/cd .. and /cd \\ go to the first tab.'),
    args: ['room'],
    run: changeDirectory,
  },
];

function topic(rest: string, target: CommandTarget, client: ServerView): void {
  const { t } = target;
  const room = target.tab.target;
  const topic = client.topic(room);
  if (rest !== '') target.ask({ type: 'setTopic', room, text: rest });
  else
    target.note(
      topic === '' ? t('No topic is set.') : t('Topic: {topic}', { topic: quoted(topic) }),
      'answer',
    );
}
