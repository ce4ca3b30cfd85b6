import { beforeEach, describe, expect, it } from 'vitest';
import { commandWords, slashCommands } from '../../../src/conversation/commands/slashCommands.ts';
import { type CommandPlace, CommandWindow } from './commandWindow.ts';

let window: CommandWindow;
beforeEach(() => {
  window = new CommandWindow();
});

/** Four places in which every command can be typed. */
const places: readonly CommandPlace[] = [
  {},
  { target: '' },
  { target: 'bruno' },
  { target: '', connected: false },
];
const notConnected = ['warning: Not connected. Use /host or /join first.'];

describe('what is a slash command', () => {
  it.each([
    'hello',
    ' /help',
    '// help',
    '// helper\nfoo();',
    '//helper',
    '//help\n/help',
    '/** Says hello. */\nexport function hello() {}',
    '/data is full',
    '/msg bruno one\ntwo',
    '/cls\n\n/cls',
    '/usr/bin/env',
    '/a/b c',
    'C:/x',
    '/foo bar',
    '/',
    '/ x',
    '/constructor',
    '/__proto__',
    '/ação',
    '/:)',
  ])('%j is said as it is', text => {
    expect(window.does(text)).toEqual([`say #chat ${text}`]);
  });

  it.each(['//help', '//HELP me', '//?', '//cd..'])('%j says it with one slash', text => {
    expect(window.does(text)).toEqual([`say #chat ${text.slice(1)}`]);
  });

  it.each(['/cls', '/CLS', '/cls ', '/cls\n'])('%j is one, whatever its case', text => {
    expect(window.window.shown()).not.toEqual([]);
    expect(window.type(text)).toEqual([]);
    expect([window.window.shown(), window.done]).toEqual([[], []]);
  });

  it('that there is not is explained as cmd.exe does', () => {
    const [answer = ''] = window.type('/help foo');
    expect(answer.split('\n')).toEqual([
      "warning: 'foo' is not recognized as an internal or external command,",
      'operable program or batch file.',
      '/help lists the commands.',
    ]);
    expect(window.done).toEqual([]);
    for (const name of ['constructor', '__proto__', 'toString', 'ação', ':)'])
      expect(window.type(`/help ${name}`)[0]).toContain('is not recognized');
  });

  it('shows a wrong one cut and without what could not be seen', () => {
    const [answer = ''] = window.type(`/help \u202e${'x'.repeat(10_000)}`);
    expect(answer).not.toContain('\u202e');
    expect(answer.length).toBeLessThan(400);
  });

  it('has each name once', () => {
    const names = commandWords().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every(name => /^[a-z]+$|^\?$/.test(name))).toBe(true);
  });
});

describe('every slash command', () => {
  it.each(slashCommands)('/$name tells of itself with /? and with /help', ({ name }) => {
    const [told = ''] = new CommandWindow({ connected: false, target: '' }).type(`/${name} /?`);
    expect(told).toContain(`\n  /${name}`);
    expect(window.type(`/help ${name}`)).toEqual([told]);
    expect(window.type(`/? /${name.toUpperCase()}`)).toEqual([told]);
  });

  it.each(slashCommands)(
    '/$name answers without a connection, at the start, and with anything behind it',
    command => {
      for (const place of places)
        for (const rest of ['', ' x', ' x y z', ' #', ' \n', ` ${'x'.repeat(5_000)}`])
          expect(new CommandWindow(place).does(`/${command.name}${rest}`).join()).not.toMatch(/^say \S+ \//);
    },
  );

  it.each(slashCommands.filter(({ needs }) => needs !== undefined))(
    '/$name needs a connection',
    ({ name }) => {
      window = new CommandWindow({ connected: false });
      expect(window.type(`/${name} x`)).toEqual(notConnected);
      expect(window.done).toEqual([]);
    },
  );

  it.each(slashCommands.filter(({ needs }) => needs === 'room'))(
    '/$name needs the tab of a room',
    ({ name }) => {
      window = new CommandWindow({ target: 'bruno' });
      expect(window.type(`/${name} x`)).toEqual([`warning: /${name} works in the tab of a room.`]);
      expect(window.done).toEqual([]);
    },
  );

  it.each(slashCommands.filter(({ needs }) => needs === 'talk'))(
    '/$name needs somebody there',
    ({ name }) => {
      window = new CommandWindow({ target: '' });
      expect(window.type(`/${name} x`)[0]).toContain('a room or a person');
      expect(window.done).toEqual([]);
    },
  );
});

describe('/help', () => {
  it('lists every command with a sentence, in the order of the alphabet', () => {
    const [list = ''] = window.type('/help');
    const names = [...list.matchAll(/^\/(\S+)/gm)].map(match => match[1]);
    expect(names).toEqual(slashCommands.map(({ name }) => name).sort());
  });

  it('tells the other names of a command', () => {
    expect(window.type('/help query')[0]).toContain('The same: /query');
  });

  it('knows nothing of what there is not', () => {
    expect(window.type('/help foo')[0]).toContain("'foo' is not recognized");
  });
});

describe('what Tab completes', () => {
  it('is every name, aliases included, with its arguments', () => {
    expect(commandWords()).toContainEqual({ name: 'query', args: ['nick'], takesWords: true });
    expect(commandWords()).toContainEqual({ name: 'dnd', args: [['on', 'off', 'hour']], takesWords: true });
    expect(commandWords()).toContainEqual({ name: '?', args: ['command'], takesWords: true });
    expect(commandWords()).toContainEqual({ name: 'cls', args: [], takesWords: false });
  });
});
