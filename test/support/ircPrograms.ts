import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from './terminal.ts';

/** What lies in somebody's home folder: texts by the names of their files. */
export type HomeFiles = Readonly<Record<string, string>>;

function putInto(home: string, files: HomeFiles): void {
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(home, name), text, { mode: 0o600 });
}

/** irssi as it comes, but for the nick, without the servers that it knows and without its waiting between lines. */
export async function startIrssi(nick: string, files: HomeFiles = {}): Promise<Terminal> {
  const names = `real_name = "${nick}"; user_name = "${nick}"; nick = "${nick}";`;
  const pace = 'cmd_queue_speed = "10msec"; cmds_max_at_once = "100";';
  const irssi = await Terminal.start(home => {
    const config = path.join(home, 'config');
    putInto(home, { ...files, config: `settings = { core = { ${names} }; "irc/core" = { ${pace} }; };\n` });
    return ['irssi', `--home=${home}`, `--config=${config}`, '--noconnect'];
  });
  return onceItShows(irssi, /^\[\(status\)\]/m);
}

const weechatSettings = {
  'irc.server_default.anti_flood_prio_high': '0',
  'irc.server_default.anti_flood_prio_low': '0',
  // What goes wrong before a channel is entered shows in the window that is there at first.
  'irc.look.buffer_open_before_autojoin': 'off',
  'weechat.bar.buflist.hidden': 'on',
  'weechat.bar.nicklist.hidden': 'on',
  'weechat.look.buffer_time_format': '""',
  // Nobody types this fast; it would ask whether that was meant.
  'weechat.look.paste_max_lines': '-1',
  'weechat.look.prefix_align': 'none',
};

/** WeeChat as it comes, but for the nick and with nothing beside the messages. It connects to nothing by itself. */
export async function startWeechat(nick: string, files: HomeFiles = {}): Promise<Terminal> {
  const settings = { ...weechatSettings, 'irc.server_default.nicks': nick };
  const commands = Object.entries(settings).map(([name, value]) => `/set ${name} ${value}`);
  const weechat = await Terminal.start(home => {
    putInto(home, files);
    return [
      'weechat-curses',
      ...['--dir', path.join(home, 'weechat'), '--no-connect', '--no-script'],
      ...commands.flatMap(command => ['--run-command', command]),
    ];
  });
  // What is typed before the last of the settings is there may be lost.
  return onceItShows(weechat, /irc\.server_default\.nicks/);
}

async function onceItShows(terminal: Terminal, pattern: RegExp): Promise<Terminal> {
  try {
    await terminal.untilShows(pattern);
  } catch (error) {
    await terminal[Symbol.asyncDispose]();
    throw error;
  }
  return terminal;
}
