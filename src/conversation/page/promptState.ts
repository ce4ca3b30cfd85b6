import type { Translate } from '../../chat/translate.ts';
import { visibleName } from '../../chat/visible.ts';
import type { PromptState } from '../../panel/protocol.ts';
import { actionsIn, type BannerInput, isUp } from './banner.ts';

/**
 * The room or the other person's nick is the directory, your own nick its parent: `C:\ANA\#CHAT>`. Without either
 * `C:\PYCHAT>`.
 */
export function promptPath(nick: string, target: string): string {
  const folders = [nick, target].filter(name => name !== '').map(name => visibleName(name).toUpperCase());
  return `C:\\${[...(target === '' ? ['PYCHAT'] : []), ...folders].join('\\')}>`;
}

/** What the prompt says of the place where one types. */
interface PromptPlace {
  readonly path: string;
  /** A room of a server that is there, and we are not in it. */
  readonly isOut: boolean;
  /** What should be known before anything is said; '' for nothing. */
  readonly firstHint: string;
}

/** What the prompt shows in the window's present state: what Enter would do, and the ways on while nothing can be said. */
export function promptOf(place: PromptPlace, input: BannerInput, t: Translate): PromptState {
  const { path, isOut } = place;
  const joinAgain = { id: 'joinAgain', label: t('Join Again') } as const;
  if (isOut) return { path, hint: t('You are not in this room.'), actions: [joinAgain] };
  return { path, hint: hintOf(place, input, t), actions: isUp(input.state) ? [] : actionsIn(input, t) };
}

function hintOf({ firstHint }: PromptPlace, { state }: BannerInput, t: Translate): string {
  switch (state.phase) {
    case 'starting':
    case 'joining':
      return '';
    case 'hosting':
    case 'joined':
      return firstHint;
    case 'reconnecting':
      return t('What you write now is sent when the connection is back.');
    default:
      return t('Not connected. Type / for the commands.');
  }
}
