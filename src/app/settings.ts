import { workspace } from 'vscode';
import { wholeOf } from '../common/read.ts';
import { noticeSettings } from '../conversation/attention/noticeSettings.ts';
import { appearanceFrom } from '../conversation/page/appearanceValues.ts';
import type { WindowSettings } from '../conversation/page/windowSettings.ts';
import { defaultTlsPort } from '../irc/limits.ts';
import { isChannel, isNick } from '../irc/names.ts';

/** Bytes of a nick that PyChat's relay takes. */
export const maxNickBytes = 30;
/** Days that a hosted room may keep what is said. */
const maxKeepDays = 3650;
/** Bytes of a room's name. */
const maxRoomBytes = 50;

/** What the user has set, checked: a value that cannot be is replaced by the default. */
export interface Settings {
  /** '' when not chosen yet. */
  readonly nick: string;
  readonly room: string;
  readonly historyLines: number;
  readonly port: number;
  /** How many days a hosted room keeps what is said; 0 for not at all. */
  readonly keepDays: number;
  readonly open: boolean;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Reads the settings as they are now. */
export function readSettings(): Settings {
  const values = workspace.getConfiguration('pychat');
  const nick = text(values.get('nick'));
  const room = text(values.get('room'));
  return {
    nick: isNick(nick, maxNickBytes) ? nick : '',
    room: isChannel(room, maxRoomBytes) ? room : '#chat',
    historyLines: wholeOf(0, 1000)(values.get('history.lines')) ?? 3,
    port: wholeOf(1, 65_535)(values.get('host.port')) ?? defaultTlsPort,
    keepDays: wholeOf(0, maxKeepDays)(values.get('keepDays')) ?? 1,
    open: values.get('host.open') === true,
    certificateFile: text(values.get('host.certificateFile')),
    keyFile: text(values.get('host.keyFile')),
  };
}

/** What the settings say of this window's chat now. */
export function readWindowSettings(): WindowSettings {
  const values = workspace.getConfiguration('pychat');
  return {
    appearance: appearanceFrom(name => values.get(name)),
    notices: noticeSettings(values),
    nick: readSettings().nick,
  };
}

/** Keeps the nick for all windows of this person. */
export async function rememberNick(nick: string): Promise<void> {
  await workspace.getConfiguration('pychat').update('nick', nick, true);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
