import { userInfo } from 'node:os';
import { window } from 'vscode';
import { isNick, toNick } from '../../irc/names.ts';
import { cancellationOf } from '../cancellation.ts';
import { maxNickBytes, readSettings, rememberNick } from '../settings.ts';
import { t } from '../words.ts';

/** The nick in the settings, or the one the user now chooses and that is kept; undefined when cancelled. */
export async function nickToUse(signal: AbortSignal): Promise<string | undefined> {
  const { nick } = readSettings();
  const chosen = nick === '' ? await askNick({ offered: offeredNick() }, signal) : nick;
  return signal.aborted ? undefined : chosen;
}

/**
 * Asks for a nick and keeps it.
 *
 * @param question.problem why the one before did not do
 */
export async function askNick(
  question: { offered: string; problem?: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const options = {
    title: t('PyChat: Your Nick'),
    prompt: question.problem ?? t('Choose your nick: what the others see.'),
    value: question.offered,
    valueSelection: [0, question.offered.length] as [number, number],
    ignoreFocusOut: true,
    validateInput: (value: string) => nickProblem(value.trim()),
  };
  const nick = await window.showInputBox(options, cancellationOf(signal));
  if (nick === undefined || signal.aborted) return undefined;
  await rememberNick(nick.trim());
  return nick.trim();
}

function nickProblem(nick: string): string | undefined {
  if (isNick(nick, maxNickBytes)) return undefined;
  return t('A nick has 1 to {most} letters, digits or -_[]{}|^` and no digit first.', { most: maxNickBytes });
}

/** The operating system's user name, as near as a nick can be. */
function offeredNick(): string {
  try {
    return toNick(userInfo().username, maxNickBytes);
  } catch {
    // An account without a name, as in some containers.
    return '';
  }
}
