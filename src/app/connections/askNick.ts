import { userInfo } from 'node:os';
import { window } from 'vscode';
import { failureSentence } from '../../conversation/connections/failureText.ts';
import { isNick, toNick } from '../../irc/names.ts';
import { cancellationOf } from '../cancellation.ts';
import { maxNickBytes, readSettings, rememberNick } from '../settings.ts';
import { t } from '../words.ts';
import type { ConnectPlan } from './liveConnection.ts';

/** The nick under which a server is entered. One that was asked for is kept in the settings once it has done. */
export class NickQuestion {
  #chosen: string | undefined;

  /** The nick in the settings, or the one the user now chooses; undefined when cancelled. */
  async first(signal: AbortSignal): Promise<string | undefined> {
    const { nick } = readSettings();
    const chosen = nick === '' ? await this.#ask({ offered: offeredNick() }, signal) : nick;
    return signal.aborted ? undefined : chosen;
  }

  /** Another one, as the server does not take this. */
  readonly again: ConnectPlan['askNick'] = (nick, failure, signal) =>
    this.#ask({ offered: `${nick}_`, problem: failureSentence(failure, t) }, signal);

  /** The server was entered: what was chosen is the nick of all windows of this person. */
  async keep(): Promise<void> {
    if (this.#chosen !== undefined) await rememberNick(this.#chosen);
  }

  /** @param question.problem why the one before did not do */
  async #ask(
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
    this.#chosen = nick.trim();
    return this.#chosen;
  }
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
