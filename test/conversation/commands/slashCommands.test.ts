import { beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../../src/chat/translate.ts';
import { cut } from '../../../src/conversation/attention/cut.ts';
import { maxEchoLength } from '../../../src/conversation/commands/commandTarget.ts';
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
    const names = commandWords(inEnglish).map(({ name }) => name);
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
    const names = [...list.matchAll(/^ {2}\/(\S+)/gm)].map(match => match[1]);
    expect(names).toEqual(slashCommands.map(({ name }) => name));
  });

  it('tells the other names of a command', () => {
    expect(window.type('/help query')[0]).toContain('Other names: /query');
  });

  it('knows nothing of what there is not', () => {
    expect(window.type('/help foo')[0]).toContain("'foo' is not recognized");
  });
});

describe('what a slash offers', () => {
  const words = commandWords(inEnglish);

  it('is every name, aliases included, with its group, usage, what it does, and its arguments', () => {
    const msg = { group: 'Messages and files', usage: 'nick [text]', args: ['nick'] };
    const help = 'Opens a private chat, and says something there.';
    expect(words).toContainEqual({ ...msg, help, name: 'msg' });
    expect(words).toContainEqual({ ...msg, help, name: 'query', isAlias: true });
    expect(words.find(({ name }) => name === 'dnd')?.args).toEqual([['on', 'off', 'hour']]);
    expect(words.find(({ name }) => name === 'cls')).toMatchObject({ group: 'Screen', usage: '', args: [] });
    expect(words.every(({ group, help }) => group !== '' && help !== '')).toBe(true);
  });

  it('has the commands of a group in one piece, as /help has them', () => {
    const groups = words.map(({ group }) => group);
    const titles = groups.filter((group, at) => group !== groups[at - 1]);
    expect(new Set(titles).size).toBe(titles.length);
    const [told = ''] = new CommandWindow({ connected: false, target: '' }).type('/help');
    const rows = told.split('\n').filter(row => /^[A-Z].*:$/.test(row));
    expect(rows).toEqual(titles.map(title => `${title}:`));
    for (const { name, isAlias, help } of words)
      if (isAlias !== true) expect(told).toMatch(new RegExp(`^  /${name.replace('?', '\\?')} +`, 'm'));
      else expect(help).not.toBe('');
  });
});

describe('a command that is answered', () => {
  const echoes = (window: CommandWindow): string[] =>
    window.window
      .lines()
      .flatMap(line => (line.kind === 'note' && line.voice === 'typed' ? [line.text] : []));

  it.each([
    ['/who', 'C:\\ANA\\#CHAT>/who'],
    ['/who /?', 'C:\\ANA\\#CHAT>/who /?'],
    ['/list', 'C:\\ANA\\#CHAT>/list'],
    ['/kick', 'C:\\ANA\\#CHAT>/kick'],
    ['/kick bruno', 'C:\\ANA\\#CHAT>/kick bruno'],
    ['/invite bruno', 'C:\\ANA\\#CHAT>/invite bruno'],
    ['/away', 'C:\\ANA\\#CHAT>/away'],
    ['/nick rui', 'C:\\ANA\\#CHAT>/nick rui'],
    ['/topic lunch', 'C:\\ANA\\#CHAT>/topic lunch'],
    [`/echo ${'x'.repeat(300)}`, `C:\\ANA\\#CHAT>${cut(`/echo ${'x'.repeat(300)}`, maxEchoLength)}`],
    [`/echo ${'x'.repeat(maxEchoLength - 6)}`, `C:\\ANA\\#CHAT>/echo ${'x'.repeat(maxEchoLength - 6)}`],
    ['/echo a\u202eb', 'C:\\ANA\\#CHAT>/echo a⟨U+202E⟩b'],
    // What may be secret is not shown again.
    ['/join #chat, hunter2', 'C:\\ANA\\#CHAT>/join ‹…›'],
    ['/msg NickServ, identify hunter2', 'C:\\ANA\\#CHAT>/msg ‹…›'],
  ])('stands above its answer behind the path: %s', (typed, shown) => {
    const window = new CommandWindow();
    window.type(typed);
    expect(echoes(window)).toEqual([shown]);
  });

  it('is shown once, above all of its answers, and not when there is none', () => {
    const window = new CommandWindow();
    window.type('/who');
    const lines = window.window.lines();
    const at = lines.findIndex(line => line.kind === 'note' && line.voice === 'typed');
    expect(lines[at + 1]?.text).toContain('Here now');
    for (const quiet of ['/cls', '/me waves', '/msg #chat hello', '/color 0A']) window.type(quiet);
    expect(echoes(window)).toEqual([]);
  });
});
