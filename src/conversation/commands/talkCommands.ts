import { isWord } from '../../irc/names.ts';
import { visibleName } from '../../chat/visible.ts';
import { firstWord, sayUsage, type SlashCommand } from './slashCommand.ts';
import type { ServerView } from '../connections/serverView.ts';
import type { CommandTarget } from './commandTarget.ts';

const me: SlashCommand = {
  name: 'me',
  usage: t => t('waves'),
  help: t => t('Shows what you are doing: /me waves.'),
  needs: 'talk',
  run: (rest, target) => {
    if (rest === '') sayUsage(me, target);
    else target.ask({ type: 'act', target: target.tab.target, text: rest });
  },
};

const msg: SlashCommand = {
  name: 'msg',
  aliases: ['query'],
  usage: t => t('nick [text]'),
  help: t => t('Opens a private chat, and says something there.'),
  args: ['nick'],
  needs: 'connection',
  run: (rest, target, client) => {
    const [nick, text] = firstWord(rest);
    if (nick === '') sayUsage(msg, target);
    else whisper(nick, text, target, client);
  },
};

/** What is said between people. */
export const talkCommands: readonly SlashCommand[] = [
  me,
  msg,
  {
    name: 'send',
    help: t => t('Sends a file to the room or person of this tab.'),
    needs: 'talk',
    run: (_, { chat, tab }) => chat.run({ type: 'sendFile', place: tab.place }),
  },
  {
    name: 'copy',
    help: t => t('Copies what was said in this tab.'),
    run: (_, target) => target.execute('pychat.copyTranscript'),
  },
];

/** Shows the tab of a nick, or of a room we are in. @param text to be said there; '' for nothing */
export function whisper(nick: string, text: string, target: CommandTarget, client: ServerView): void {
  const problem = openTalk(nick, target, client);
  if (problem !== undefined) target.note(problem, 'warning');
  else if (text !== '') target.ask({ type: 'say', target: nick, text });
}

/** Opens the tab of a nick, or of a room we are in; gives the sentence for when it cannot. */
function openTalk(name: string, target: CommandTarget, client: ServerView): string | undefined {
  const { t } = target;
  const shown = visibleName(name);
  if (!isWord(name)) return t('Nobody here is called {what}.', { what: shown });
  if (client.isChannel(name))
    return target.openTab(name) ? undefined : t('You are not in {room}. /join enters it.', { room: shown });
  const { chat, connection } = target;
  const tab = connection && chat.openPrivate(connection, name);
  if (tab === undefined) return t('Too many tabs are open. Close one first.');
  chat.tabs.show(tab);
  return undefined;
}
