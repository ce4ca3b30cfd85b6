import type { Translate } from '../../chat/translate.ts';
import type { CommandWords } from '../../panel/protocol.ts';
import type { ServerView } from '../connections/serverView.ts';
import type { CommandTarget } from './commandTarget.ts';

/** How a command is typed and what it is for. */
interface Described {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What may follow the name; absent for nothing. */
  usage?(t: Translate): string;
  /** What it does, in one sentence. */
  help(t: Translate): string;
  /** What there is to say beyond that, line by line. */
  more?(t: Translate): string;
  /** What Tab completes, argument by argument. */
  readonly args?: CommandWords['args'];
}

/**
 * What it needs, if anything, and what it does: a connection, a tab in which one talks, or one of a room. `rest` is what
 * follows the name, without the blanks around it.
 */
type Done =
  | { readonly needs?: undefined; run(rest: string, target: CommandTarget): void }
  | {
      readonly needs: 'connection' | 'talk' | 'room';
      run(rest: string, target: CommandTarget, client: ServerView): void;
    };

/** One slash command. */
export type SlashCommand = Described & Done;

/** Commands that are needed for the same. */
export interface CommandGroup {
  readonly title: (t: Translate) => string;
  readonly commands: readonly SlashCommand[];
}

/** The first word of what was typed, and what follows it. */
export function firstWord(rest: string): [word: string, rest: string] {
  const [, word = '', more = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
  return [word, more];
}

/** Says how a command is typed, after it was typed otherwise. */
export function sayUsage(command: SlashCommand, target: CommandTarget): void {
  const { t } = target;
  target.note(t('Usage: {usage}', { usage: usageOf(command, t) }), 'warning');
}

/** `/join [#room [key]]` */
export function usageOf(command: SlashCommand, t: Translate): string {
  return `/${command.name} ${usageWords(command, t)}`.trimEnd();
}

/** What may follow its name; '' for nothing. */
export function usageWords(command: SlashCommand, t: Translate): string {
  return command.usage?.(t) ?? '';
}
