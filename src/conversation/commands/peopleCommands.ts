import { visibleName } from '../../chat/visible.ts';
import { isNick } from '../../irc/names.ts';
import { firstWord, sayUsage, type SlashCommand } from './slashCommand.ts';
import type { ServerView } from '../connections/serverView.ts';
import type { CommandTarget } from './commandTarget.ts';

const invite: SlashCommand = {
  name: 'invite',
  usage: t => t('nick [#room]'),
  help: t => t('Invites somebody to this room, or to another.'),
  args: ['nick', 'room'],
  needs: 'connection',
  run: (rest, target, client) => {
    const [nick, more] = firstWord(rest);
    const room = firstWord(more)[0] || target.tab.target;
    if (nick === '' || !client.isChannel(room)) sayUsage(invite, target);
    else target.ask({ type: 'invite', nick, room });
  },
};

const kick: SlashCommand = {
  name: 'kick',
  usage: t => t('nick [reason]'),
  help: t => t('Removes somebody from this room; only its operators may.'),
  args: ['nick'],
  needs: 'room',
  run: (rest, target) => {
    const [nick, reason] = firstWord(rest);
    if (nick === '') sayUsage(kick, target);
    else target.ask({ type: 'kick', room: target.tab.target, nick, reason });
  },
};

/** Oneself and the others. */
export const peopleCommands: readonly SlashCommand[] = [
  {
    name: 'nick',
    usage: () => 'ana',
    help: t => t('Changes your nick.'),
    needs: 'connection',
    run: changeNick,
  },
  {
    name: 'away',
    usage: t => t('[reason]'),
    help: t => t('Tells the others that you are away. Without an argument, that you are back.'),
    needs: 'connection',
    run: (rest, target) => target.ask({ type: 'away', reason: rest }),
  },
  {
    name: 'who',
    help: t => t('Lists who is in this room.'),
    needs: 'room',
    run: (_, target, client) => target.note(membersText(client.members(target.tab.target), target), 'answer'),
  },
  invite,
  kick,
];

function changeNick(rest: string, target: CommandTarget, client: ServerView): void {
  const { t } = target;
  const most = client.limits.nickBytes;
  if (isNick(rest, most)) target.ask({ type: 'setNick', nick: rest });
  else
    target.note(
      t('A nick has 1 to {most} letters, digits or -_[]{}|^` and no digit first.', { most }),
      'warning',
    );
}

function membersText(nicks: readonly string[], { t }: CommandTarget): string {
  const names = nicks.map(visibleName).join(', ');
  return t('Here now ({count}): {nicks}', { count: nicks.length, nicks: names });
}
