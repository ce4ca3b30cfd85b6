import { visibleText, visibleWord } from '../../chat/visible.ts';
import { cut } from '../attention/cut.ts';
import { colourTable, readColours } from './consoleColours.ts';
import type { SlashCommand } from './slashCommand.ts';
import type { SlashTarget } from './slashTarget.ts';

/** Characters of a title. */
export const maxTitleLength = 100;

/** What of cmd.exe's own works here, too. */
export const screenCommands: readonly SlashCommand[] = [
  {
    name: 'cls',
    usage: () => '',
    help: t => t('Clears the screen.'),
    needs: 'nothing',
    run: (_, target) => target.clear(),
  },
  {
    name: 'color',
    usage: t => t('[background and text]'),
    help: t => t('Sets the colors of background and text; alone, those of the theme.'),
    more: colourTable,
    needs: 'nothing',
    run: color,
  },
  {
    name: 'title',
    usage: t => t('[text]'),
    help: t => t('Sets the title of the chat; alone, its own.'),
    needs: 'nothing',
    run: (rest, target) => target.setTitle(cut(visibleWord(rest), maxTitleLength)),
  },
  {
    name: 'ver',
    usage: () => '',
    help: t => t('Tells the version.'),
    needs: 'nothing',
    run: (_, target) => {
      const { t, version } = target;
      target.note(t('PyChat [Version {version}]', { version }), 'answer');
    },
  },
  {
    name: 'date',
    usage: () => '',
    help: t => t('Tells the date.'),
    needs: 'nothing',
    run: (_, target) => {
      const { t } = target;
      const date = said(target, { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' });
      target.note(t('The current date is: {date}', { date }), 'answer');
    },
  },
  {
    name: 'time',
    usage: () => '',
    help: t => t('Tells the time.'),
    needs: 'nothing',
    run: (_, target) => {
      const { t } = target;
      const time = said(target, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
      target.note(t('The current time is: {time}', { time }), 'answer');
    },
  },
  {
    name: 'echo',
    usage: t => t('[text]'),
    help: t => t('Shows a text to you alone.'),
    needs: 'nothing',
    run: (rest, target) => {
      const { t } = target;
      target.note(rest === '' ? t('ECHO is on.') : visibleText(rest), 'answer');
    },
  },
];

function color(rest: string, target: SlashTarget): void {
  const { t } = target;
  const colours = rest === '' ? '' : readColours(rest);
  if (typeof colours === 'string') target.setColours(colours);
  else if (colours.problem === 'same')
    target.note(t('Background and text may not have the same color.'), 'warning');
  else
    target.note(
      `${t('Two hex digits give the colors: background, then text.')}\n${colourTable(t)}`,
      'warning',
    );
}

function said(target: SlashTarget, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(target.language, format).format(target.now());
}
