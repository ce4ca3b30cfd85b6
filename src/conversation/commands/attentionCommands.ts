import { visibleName } from '../../chat/visible.ts';
import { maxMuted } from '../limits.ts';
import type { Connection } from '../connections/connection.ts';
import { firstWord, sayUsage, type SlashCommand } from './slashCommand.ts';
import type { CommandTarget } from './commandTarget.ts';

const switches = ['on', 'off', 'hour'] as const;

const dnd: SlashCommand = {
  name: 'dnd',
  usage: () => '[on | off | hour]',
  help: t => t('Do not disturb: no notifications and no sound, until it is off or for an hour.'),
  args: [switches],
  run: (rest, target) => {
    const { quiet } = target.chat.attention;
    const how = rest === '' ? (quiet.isOn ? 'off' : 'on') : rest.toLowerCase();
    const known = switches.find(word => word === how);
    if (known === undefined) {
      sayUsage(dnd, target);
      return;
    }
    quiet.set(known);
    target.note(dndText(known, target), 'answer');
  },
};

/** Being left alone. */
export const attentionCommands: readonly SlashCommand[] = [
  {
    name: 'mute',
    usage: t => t('[#room | nick]'),
    help: t =>
      t('Mutes a room or a person: no counts, notifications or sounds. Without an argument, this tab.'),
    args: ['nick'],
    run: (rest, target) => mute(rest, target, true),
  },
  {
    name: 'unmute',
    usage: t => t('[#room | nick]'),
    help: t => t('Unmutes a room or a person. Without an argument, this tab.'),
    args: ['nick'],
    run: (rest, target) => mute(rest, target, false),
  },
  dnd,
];

/** Mutes a room or a person, or ends that; without a name that of the tab. */
export function mute(rest: string, target: CommandTarget, on: boolean): void {
  const { t, connection, chat } = target;
  const name = firstWord(rest)[0] || target.tab.target;
  const shown = { name: visibleName(name) };
  // Until it is known whose server it is, there is nothing to keep it under.
  if (connection === undefined || connection.server === '')
    target.note(t('Not connected. Use /host or /join first.'), 'warning');
  else if (name === '') listMuted(target, connection);
  else if (!chat.attention.muted.set(connection, name, on))
    target.note(t('{count} rooms and people are muted, which is the limit.', { count: maxMuted }), 'warning');
  else target.note(on ? t('{name} is muted.', shown) : t('{name} is not muted.', shown), 'answer');
  chat.countsChanged();
  chat.page.changed('vocabulary');
}

function listMuted(target: CommandTarget, connection: Connection): void {
  const { t, chat } = target;
  const names = chat.attention.muted.names(connection).map(visibleName).join(', ');
  target.note(names === '' ? t('Nobody is muted.') : t('Muted: {names}', { names }), 'answer');
}

function dndText(how: (typeof switches)[number], { t }: CommandTarget): string {
  switch (how) {
    case 'on':
      return t('Do not disturb is on until /dnd off.');
    case 'hour':
      return t('Do not disturb is on for an hour.');
    case 'off':
      return t('Do not disturb is off.');
  }
}
