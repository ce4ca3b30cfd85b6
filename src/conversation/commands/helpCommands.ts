import type { Translate } from '../../chat/translate.ts';
import { visibleName } from '../../chat/visible.ts';
import { cut } from '../attention/cut.ts';
import { type CommandGroup, type SlashCommand, usageOf } from './slashCommand.ts';
import type { CommandTarget } from './commandTarget.ts';

/** Characters that are shown of a name that is no command. */
const maxShownName = 64;

/** The commands that tell of commands. @param find gives the command of a name or alias */
export function helpCommands(
  all: () => readonly CommandGroup[],
  find: (name: string) => SlashCommand | undefined,
): SlashCommand[] {
  return [
    {
      name: 'help',
      aliases: ['?'],
      usage: t => t('[command]'),
      help: t => t('Lists the commands, or explains one.'),
      args: ['command'],
      run: (rest, target) => {
        const name = rest.replace(/^\//, '').toLowerCase();
        const command = find(name);
        if (command) target.note(helpOf(command, target.t), 'answer');
        else if (name === '') target.note(helpOfAll(all(), target.t), 'answer');
        else sayUnknown(name, target);
      },
    },
  ];
}

/** All there is to say of one command. */
export function helpOf(command: SlashCommand, t: Translate): string {
  const { aliases = [] } = command;
  return [
    command.help(t),
    '',
    `  ${usageOf(command, t)}`,
    ...(aliases.length > 0
      ? ['', t('Other names: {names}', { names: aliases.map(name => `/${name}`).join(', ') })]
      : []),
    ...(command.more ? ['', command.more(t)] : []),
  ].join('\n');
}

function helpOfAll(groups: readonly CommandGroup[], t: Translate): string {
  const names = groups.flatMap(({ commands }) => commands.map(({ name }) => name));
  const width = Math.max(...names.map(({ length }) => length)) + 3;
  return [
    t('For more information on a command, type /help and its name.'),
    ...groups.flatMap(({ title, commands }) => [
      '',
      `${title(t)}:`,
      ...commands.map(command => `  ${`/${command.name}`.padEnd(width)}${command.help(t)}`),
    ]),
    '',
    t('Enter sends, Shift+Enter breaks the line, Up and Down bring back what you typed, F7 lists it.'),
  ].join('\n');
}

/** Answers a command that there is not as cmd.exe does, and tells the way out. */
function sayUnknown(word: string, target: CommandTarget): void {
  const { t } = target;
  const name = cut(visibleName(word), maxShownName);
  const answer = t(
    "'{name}' is not recognized as an internal or external command,\noperable program or batch file.",
    { name },
  );
  target.note(`${answer}\n${t('/help lists the commands.')}`, 'warning');
}
