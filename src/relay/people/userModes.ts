import type { Session } from '../core/session.ts';

/** The letter of bot mode, which is also the flag in WHO. https://ircv3.net/specs/extensions/bot-mode */
export const botMode = 'B';

interface UserMode {
  readonly letter: string;
  readonly isOn: (session: Session) => boolean;
  readonly set: (session: Session, isOn: boolean) => void;
  /** MODE only takes it away: it is given by OPER. */
  readonly isGranted?: boolean;
}

/** https://modern.ircdocs.horse/#user-modes */
const table: readonly UserMode[] = [
  { letter: botMode, isOn: session => session.isBot, set: (session, isOn) => (session.isBot = isOn) },
  { letter: 'i', isOn: session => session.isInvisible, set: (session, isOn) => (session.isInvisible = isOn) },
  {
    letter: 'o',
    isOn: session => session.isOperator,
    set: (session, isOn) => (session.isOperator = isOn),
    isGranted: true,
  },
  {
    letter: 'w',
    isOn: session => session.hearsWallops,
    set: (session, isOn) => (session.hearsWallops = isOn),
  },
];

/** All user modes, for 004. */
export const userModeLetters = table.map(mode => mode.letter).join('');

/** The modes of a person, `+` for none. */
export function userModesOf(session: Session): string {
  const on = table.filter(mode => mode.isOn(session));
  return `+${on.map(mode => mode.letter).join('')}`;
}

/** What came of a change. */
export interface UserModeChange {
  /** Only what is now different, as in `+i-w`; '' for nothing. */
  readonly changed: string;
  /** There was a letter that is no mode. */
  readonly hasUnknown: boolean;
}

/** Carries out a change as people may make it to themselves, letter by letter; `+` if it begins with no sign. */
export function changeUserModes(session: Session, change: string): UserModeChange {
  const before = new Set(table.filter(mode => mode.isOn(session)));
  let isOn = true;
  let hasUnknown = false;
  for (const letter of change) {
    const mode = table.find(row => row.letter === letter);
    if (letter === '+' || letter === '-') isOn = letter === '+';
    else if (mode === undefined) hasUnknown = true;
    else if (!isOn || mode.isGranted !== true) mode.set(session, isOn);
  }
  const added = table.filter(mode => mode.isOn(session) && !before.has(mode));
  const removed = table.filter(mode => !mode.isOn(session) && before.has(mode));
  return { changed: signed('+', added) + signed('-', removed), hasUnknown };
}

function signed(sign: string, modes: readonly UserMode[]): string {
  return modes.length === 0 ? '' : sign + modes.map(mode => mode.letter).join('');
}
