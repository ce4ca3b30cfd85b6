import { workspace } from 'vscode';
import { defaultTlsPort } from '../irc/limits.ts';
import { isChannel, isNick } from '../irc/names.ts';

/** Bytes of a nick that PyChat's relay takes. */
export const maxNickBytes = 30;
/** Bytes of a room's name. */
const maxRoomBytes = 50;

/** What the user has set, checked: a value that cannot be is replaced by the default. */
export interface Settings {
  /** '' when not chosen yet. */
  readonly nick: string;
  readonly room: string;
  readonly historyLines: number;
  readonly port: number;
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
    historyLines: whole(values.get('history.lines'), { least: 0, most: 1000, otherwise: 3 }),
    port: whole(values.get('host.port'), { least: 1, most: 65_535, otherwise: defaultTlsPort }),
    open: values.get('host.open') === true,
    certificateFile: text(values.get('host.certificateFile')),
    keyFile: text(values.get('host.keyFile')),
  };
}

/** Keeps the nick for all windows of this person. */
export async function rememberNick(nick: string): Promise<void> {
  await workspace.getConfiguration('pychat').update('nick', nick, true);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function whole(value: unknown, range: { least: number; most: number; otherwise: number }): number {
  const fits =
    typeof value === 'number' && Number.isInteger(value) && value >= range.least && value <= range.most;
  return fits ? value : range.otherwise;
}
