import { t } from './words.ts';

/** Names told before it becomes a number. */
const namesTold = 2;

/** Who types now, in words; '' when nobody does. */
export function typingText(nicks: readonly string[]): string {
  const [nick = '', other = ''] = nicks;
  if (nicks.length === 0) return '';
  if (nicks.length === 1) return t('{nick} is typing…', { nick });
  if (nicks.length <= namesTold) return t('{nick} and {other} are typing…', { nick, other });
  return t('{count} people are typing…', { count: nicks.length });
}
