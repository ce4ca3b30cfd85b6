import { l10n } from 'vscode';
import type { Translate } from '../chat/translate.ts';

/** The user's language, over VS Code's own table. */
export const t: Translate = (message, args) => (args ? l10n.t(message, args) : l10n.t(message));

/** How many are in a room. */
export function peopleText(people: number): string {
  return people === 1 ? t('1 person') : t('{count} people', { count: people });
}

/** The table itself, for the page: English sentence to translation. Empty when the editor speaks English. */
export function wordTable(): Record<string, string> {
  const entries = Object.entries(l10n.bundle ?? {}) as [string, unknown][];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
