import type { Appearance } from '../../panel/appearance.ts';
import type { NoticeSettings } from '../attention/noticeSettings.ts';

/** What the user has set of this window's chat, checked. */
export interface WindowSettings {
  /** Without the colours that `/color` chose. */
  readonly appearance: Appearance;
  readonly notices: NoticeSettings;
  /** The nick to ask for; '' when none is chosen yet. */
  readonly nick: string;
}
