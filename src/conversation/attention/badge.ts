import type { Translate } from '../../chat/translate.ts';

/** The count on the page's view: what speaks to us. @param counts.mentions private messages among them */
export function badgeOf(
  counts: { unread: number; mentions: number },
  t: Translate,
): { count: number; tooltip: string } {
  const tooltip = t('Mentions and private messages: {mentions}; new in all: {unread}', counts);
  return { count: counts.mentions, tooltip };
}
