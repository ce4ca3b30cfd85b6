import { visibleName } from '../../chat/visible.ts';
import type { CommandWords } from '../../panel/protocol.ts';
import { cut } from '../attention/cut.ts';
import { attentionCommands } from './attentionCommands.ts';
import { connectCommands } from './connectCommands.ts';
import { helpCommands, helpOf, sayUnknown } from './helpCommands.ts';
import { peopleCommands } from './peopleCommands.ts';
import { roomCommands } from './roomCommands.ts';
import { screenCommands } from './screenCommands.ts';
import type { SlashCommand } from './slashCommand.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';
import { CommandTarget } from './commandTarget.ts';
import { talkCommands } from './talkCommands.ts';

/** Characters that are shown of a name that is no command. */
const maxShownName = 64;

/** Every slash command. */
export const slashCommands: readonly SlashCommand[] = [
  ...helpCommands(
    () => slashCommands,
    name => byName.get(name),
  ),
  ...connectCommands,
  ...talkCommands,
  ...peopleCommands,
  ...roomCommands,
  ...screenCommands,
  ...attentionCommands,
];

const byName: ReadonlyMap<string, SlashCommand> = new Map(
  slashCommands.flatMap(command => namesOf(command).map(name => [name, command])),
);

/**
 * Runs what was typed when it is a slash command. `//text` is not one but says `/text`, and neither is a path.
 *
 * @returns false when the text is to be said
 */
export function runSlashCommand(text: string, tab: Tab, chat: WindowChat): boolean {
  const match = /^\/([^\s/]*)(?:\s+([\s\S]*))?$/.exec(splitDirectory(text));
  if (match === null) return false;
  const [, word = '', rest = ''] = match;
  const target = new CommandTarget(chat, tab);
  const command = byName.get(word.toLowerCase());
  if (command === undefined) sayUnknown(cut(visibleName(word), maxShownName), target);
  else run(command, rest.trim(), target);
  return true;
}

/** What Tab completes, aliases included. */
export function commandWords(): CommandWords[] {
  return slashCommands.flatMap(command => namesOf(command).map(name => ({ name, args: command.args ?? [] })));
}

function namesOf({ name, aliases = [] }: SlashCommand): string[] {
  return [name, ...aliases];
}

/** cmd.exe needs no blank in `cd..` and `cd\`. */
function splitDirectory(text: string): string {
  return text.replace(/^\/(cd|chdir)([.\\/]+)/i, '/$1 $2');
}

function run(command: SlashCommand, rest: string, target: CommandTarget): void {
  const { t, tab } = target;
  const client = target.connection?.client;
  if (rest === '/?') target.note(helpOf(command, t), 'answer');
  else if (command.needs === undefined) command.run(rest, target);
  else if (client === undefined) target.note(t('Not connected. Use /host or /join first.'), 'warning');
  else if (command.needs === 'room' && !client.isChannel(tab.target))
    target.note(t('/{name} works in the tab of a room.', { name: command.name }), 'warning');
  else if (command.needs === 'talk' && tab.target === '')
    target.note(t('/{name} works in the tab of a room or a person.', { name: command.name }), 'warning');
  else command.run(rest, target, client);
}
