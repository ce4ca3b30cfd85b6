import { oneOf } from '../../common/read.ts';
import { foldText } from './mentions.ts';

/** Keywords that are heeded, and characters of each. */
export const maxKeywords = 50;
export const maxKeywordLength = 64;

/** What this person wants to be told of. */
export interface NoticeSettings {
  /** Folded, none of them empty. */
  readonly keywords: readonly string[];
  readonly notifications: 'mentions' | 'all' | 'none';
  readonly sound: boolean;
  /** What the operating system shows of it while the window has no focus: nothing, that there is something, or what. */
  readonly system: 'off' | 'short' | 'full';
}

/** Reads the settings, checked: a value that cannot be is replaced by the default, a keyword that cannot be left out. */
export function noticeSettings(values: { get(name: string): unknown }): NoticeSettings {
  return {
    keywords: readKeywords(values.get('keywords')),
    notifications: oneOf(['mentions', 'all', 'none'] as const)(values.get('notifications')) ?? 'mentions',
    sound: values.get('sound') === true,
    system: oneOf(['off', 'short', 'full'] as const)(values.get('systemNotifications')) ?? 'off',
  };
}

function readKeywords(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[])
    .filter(word => typeof word === 'string')
    .map(word => foldText(word.trim()))
    .filter(word => word !== '' && word.length <= maxKeywordLength)
    .slice(0, maxKeywords);
}
