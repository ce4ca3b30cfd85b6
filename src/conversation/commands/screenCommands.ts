import { visibleText, visibleWord } from '../../chat/visible.ts';
import { cut } from '../attention/cut.ts';
import { colourTable, readColours } from './consoleColours.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';
import type { SlashCommand } from './slashCommand.ts';
import type { CommandTarget } from './commandTarget.ts';

/** Characters of a title. */
export const maxTitleLength = 100;

/** What of cmd.exe's own works here, too. */
export const screenCommands: readonly SlashCommand[] = [
  {
    name: 'cls',
    help: t => t('Clears the screen.'),
    run: (_, { chat, tab }) => clear(tab, chat),
  },
  {
    name: 'color',
    usage: t => t('[background and text]'),
    help: t => t('Sets the colors of background and text. Without an argument, those of the theme.'),
    more: colourTable,
    run: color,
  },
  {
    name: 'title',
    usage: t => t('[text]'),
    help: t => t('Sets the title of the chat. Without an argument, the original one.'),
    run: (rest, { chat, tab }) => {
      tab.title = cut(visibleWord(rest), maxTitleLength);
      chat.page.titleChanged();
    },
  },
  {
    name: 'ver',
    help: t => t('Shows the version.'),
    run: (_, target) => {
      const { t, options } = target.chat;
      target.note(t('PyChat [Version {version}]', { version: options.version }), 'answer');
    },
  },
  {
    name: 'date',
    help: t => t('Shows the date.'),
    run: (_, target) => {
      const date = said(target, { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' });
      target.note(target.t('The current date is: {date}', { date }), 'answer');
    },
  },
  {
    name: 'time',
    help: t => t('Shows the time.'),
    run: (_, target) => {
      const time = said(target, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
      target.note(target.t('The current time is: {time}', { time }), 'answer');
    },
  },
  {
    name: 'echo',
    usage: t => t('[text]'),
    help: t => t('Shows a text to you only.'),
    run: (rest, target) => target.note(rest === '' ? target.t('ECHO is on.') : visibleText(rest), 'answer'),
  },
];

function color(rest: string, target: CommandTarget): void {
  const { t } = target;
  const colours = rest === '' ? '' : readColours(rest);
  if (typeof colours === 'string') setColours(colours, target.chat);
  else if (colours.problem === 'same')
    target.note(t('Background and text may not have the same color.'), 'warning');
  else
    target.note(
      `${t('Two hex digits give the colors: background, then text.')}\n${colourTable(t)}`,
      'warning',
    );
}

function setColours(colours: string, { views, page }: WindowChat): void {
  views.colours = colours;
  page.post({ type: 'appearance', appearance: views.appearance });
}

/** The screen is empty but for what is under way; file and room are as they were. */
function clear(tab: Tab, chat: WindowChat): void {
  const left = tab.clear();
  chat.page.cleared(tab);
  for (const line of left) chat.page.added(tab, line);
  chat.countsChanged();
}

function said({ chat }: CommandTarget, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(chat.options.language, format).format(chat.clock.now());
}
