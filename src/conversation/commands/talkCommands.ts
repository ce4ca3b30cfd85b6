import { isWord } from '../../client/names.ts';
import { visibleWord } from '../../chat/visible.ts';
import { firstWord, sayUsage, type SlashCommand } from './slashCommand.ts';
import type { SlashClient, SlashTarget } from './slashTarget.ts';

const me: SlashCommand = {
  name: 'me',
  usage: t => t('waves'),
  help: t => t('Says what you do.'),
  needs: 'talk',
  run: (rest, target, client) => {
    if (rest === '') sayUsage(me, target);
    else client.act(target.tab.target, rest);
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
    usage: () => '',
    help: t => t('Sends a file to the room or person of this tab.'),
    needs: 'talk',
    run: (_, target) => target.sendFile(),
  },
  {
    name: 'copy',
    usage: () => '',
    help: t => t('Copies what was said in this tab.'),
    needs: 'nothing',
    run: (_, target) => target.execute('pychat.copyTranscript'),
  },
];

function whisper(nick: string, text: string, target: SlashTarget, client: SlashClient): void {
  const problem = openTalk(nick, target, client);
  if (problem !== undefined) target.note(problem, 'warning');
  else if (text !== '') client.say(nick, text);
}

/** Opens the tab of a nick, or of a room we are in; gives the sentence for when it cannot. */
function openTalk(name: string, target: SlashTarget, client: SlashClient): string | undefined {
  const { t } = target;
  const shown = visibleWord(name);
  if (!isWord(name)) return t('Nobody here is called {what}.', { what: shown });
  if (client.isChannel(name))
    return target.openTab(name) ? undefined : t('You are not in {room}. /join enters it.', { room: shown });
  return target.openPrivate(name) ? undefined : t('Too many tabs are open. Close one first.');
}
