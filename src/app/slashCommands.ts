import { commands } from 'vscode';
import { isNick } from '../irc/names.ts';
import { visibleWord } from '../chat/visible.ts';
import type { NoteLine } from '../chat/line.ts';
import { otherClientsText } from './otherClients.ts';
import type { Room } from './room.ts';
import { t } from './words.ts';

/** What a slash command may do to the conversation it was typed in. */
export interface SlashTarget {
  readonly room: Room | undefined;
  note(text: string, tone?: NoteLine['tone']): void;
  clear(): void;
}

/** One command: how it is typed, what it is for, and what it does, with a room where it needs one. */
type Row = { usage(): string; help(): string } & (
  | { readonly inRoom: true; run(rest: string, target: SlashTarget, room: Room): void }
  | { readonly inRoom: false; run(rest: string, target: SlashTarget): void }
);

const slashCommands: ReadonlyMap<string, Row> = new Map<string, Row>([
  [
    'help',
    { usage: () => '/help', help: () => t('this list'), inRoom: false, run: (_, target) => showHelp(target) },
  ],
  [
    'host',
    {
      usage: () => '/host',
      help: () => t('open a room here'),
      inRoom: false,
      run: () => execute('pychat.host'),
    },
  ],
  [
    'join',
    {
      usage: () => '/join',
      help: () => t('join somebody’s room'),
      inRoom: false,
      run: () => execute('pychat.join'),
    },
  ],
  ['nick', { usage: () => '/nick ana', help: () => t('change your nick'), inRoom: true, run: changeNick }],
  [
    'me',
    {
      usage: () => t('/me waves'),
      help: () => t('say what you do'),
      inRoom: true,
      run: (rest, _, room) => act(rest, room),
    },
  ],
  [
    'who',
    {
      usage: () => '/who',
      help: () => t('who is here'),
      inRoom: true,
      run: (_rest, _target, room) => room.parts.client.who(),
    },
  ],
  [
    'topic',
    { usage: () => t('/topic [text]'), help: () => t('show or set the topic'), inRoom: true, run: topic },
  ],
  ['irc', { usage: () => '/irc', help: () => t('how other IRC clients join'), inRoom: true, run: showIrc }],
  [
    'cls',
    {
      usage: () => '/cls',
      help: () => t('clear the screen'),
      inRoom: false,
      run: (_, target) => target.clear(),
    },
  ],
  [
    'quit',
    {
      usage: () => '/quit',
      help: () => t('leave the room'),
      inRoom: true,
      run: rest => execute('pychat.leave', rest),
    },
  ],
]);

/**
 * Runs what was typed when it is a slash command; `//text` is not one but says `/text`.
 *
 * @returns false when the text is to be said
 */
export function runSlashCommand(text: string, target: SlashTarget): boolean {
  const match = /^\/([A-Za-z]*)(?:\s+([\s\S]*))?$/.exec(text);
  if (match === null) return false;
  const name = (match[1] ?? '').toLowerCase();
  const row = slashCommands.get(name);
  if (row === undefined)
    target.note(t('There is no command /{name}. Type /help for those there are.', { name }), 'warning');
  else run(row, (match[2] ?? '').trim(), target);
  return true;
}

function run(row: Row, rest: string, target: SlashTarget): void {
  if (!row.inRoom) row.run(rest, target);
  else if (target.room) row.run(rest, target, target.room);
  else target.note(t('Not connected. Use /host or /join first.'), 'warning');
}

function execute(command: string, ...args: unknown[]): void {
  void commands.executeCommand(command, ...args);
}

function showHelp(target: SlashTarget): void {
  const rows = [...slashCommands.values()].map(row => `  ${row.usage().padEnd(14)} ${row.help()}`);
  const keys = t('Enter sends, Shift+Enter breaks the line, Up and Down bring back what you typed.');
  target.note([t('Commands:'), ...rows, keys].join('\n'), 'answer');
}

function act(rest: string, room: Room): void {
  if (rest !== '') room.parts.client.act(rest);
}

function changeNick(rest: string, target: SlashTarget, room: Room): void {
  const { client } = room.parts;
  if (isNick(rest, client.limits.nickBytes)) client.setNick(rest);
  else {
    const most = client.limits.nickBytes;
    target.note(
      t('A nick has 1 to {most} letters, digits or -_[]{}|^` and no digit first.', { most }),
      'warning',
    );
  }
}

function topic(rest: string, target: SlashTarget, room: Room): void {
  const { client } = room.parts;
  if (rest !== '') client.setTopic(rest);
  else
    target.note(
      client.topic === '' ? t('No topic is set.') : t('Topic: {topic}', { topic: visibleWord(client.topic) }),
      'answer',
    );
}

function showIrc(_: string, target: SlashTarget, room: Room): void {
  const { facts } = room.parts;
  if (facts === undefined) {
    target.note(t('Ask the host: /irc in their window says how other IRC clients join.'), 'answer');
    return;
  }
  target.note(otherClientsText(facts, t), 'answer');
}
