import type { Translate } from '../../chat/translate.ts';
import type { CommandWords } from '../../panel/protocol.ts';
import { attentionCommands } from './attentionCommands.ts';
import { connectCommands } from './connectCommands.ts';
import { helpCommands, helpOf } from './helpCommands.ts';
import { peopleCommands } from './peopleCommands.ts';
import { roomCommands } from './roomCommands.ts';
import { screenCommands } from './screenCommands.ts';
import { type CommandGroup, firstWord, type SlashCommand, usageWords } from './slashCommand.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';
import { CommandTarget } from './commandTarget.ts';
import { talkCommands } from './talkCommands.ts';

/** Every slash command, by what it is needed for. */
const commandGroups: readonly CommandGroup[] = [
  { title: t => t('Messages and files'), commands: talkCommands },
  { title: t => t('People'), commands: peopleCommands },
  { title: t => t('Rooms'), commands: roomCommands },
  { title: t => t('Host, join, leave'), commands: connectCommands },
  { title: t => t('Notifications'), commands: attentionCommands },
  { title: t => t('Screen'), commands: screenCommands },
  {
    title: t => t('Help'),
    commands: helpCommands(
      () => commandGroups,
      name => byName.get(name),
    ),
  },
];

/** Every slash command. */
export const slashCommands: readonly SlashCommand[] = commandGroups.flatMap(({ commands }) => commands);

const byName: ReadonlyMap<string, SlashCommand> = new Map(
  slashCommands.flatMap(command => namesOf(command).map(name => [name, command])),
);

/**
 * Runs what was typed when it is a slash command: one line whose first word is a command's name.
 *
 * @returns false when the text is to be said
 */
export function runSlashCommand(text: string, tab: Tab, chat: WindowChat): boolean {
  const typed = commandIn(text);
  if (typed === undefined) return false;
  run(typed.command, typed.rest, new CommandTarget(chat, tab, text));
  return true;
}

/** A text that is no command as it is said: `//name` says `/name` where that would be one, all else is said as it is. */
export function withoutEscape(text: string): string {
  return text.startsWith('//') && commandIn(text.slice(1)) !== undefined ? text.slice(1) : text;
}

function commandIn(text: string): { readonly command: SlashCommand; readonly rest: string } | undefined {
  const line = text.trimEnd();
  if (!line.startsWith('/') || line.includes('\n')) return undefined;
  const [word, rest] = firstWord(splitDirectory(line).slice(1));
  const command = byName.get(word.toLowerCase());
  return command && { command, rest };
}

/** What a slash offers, aliases included. */
export function commandWords(t: Translate): CommandWords[] {
  return commandGroups.flatMap(({ title, commands }) =>
    commands.flatMap(command => {
      const { args = [] } = command;
      const words = { args, group: title(t), usage: usageWords(command, t), help: command.help(t) };
      return namesOf(command).map(name => ({
        ...words,
        name,
        ...(name !== command.name && { isAlias: true as const }),
      }));
    }),
  );
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
