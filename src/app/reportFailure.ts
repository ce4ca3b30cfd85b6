import { commands, window } from 'vscode';
import { unlinked } from '../chat/visible.ts';
import { type FailureText, failureText } from '../conversation/connections/failureText.ts';
import { type Remedy, remedyLabel } from '../conversation/connections/remedies.ts';
import type { Services } from './services.ts';
import { t } from './words.ts';

/** Tells the user of a failure, with what can be done about it. What the user cancelled is not a failure. */
export function reportFailure(error: unknown, services: Pick<Services, 'log'>): void {
  const failure = logFailure(error, services);
  if (failure.sentence !== '') void tellFailure(failure);
}

/** Writes a failure to the log. @returns what the user is told of it */
export function logFailure(error: unknown, { log }: Pick<Services, 'log'>): FailureText {
  const failure = failureText(error, t);
  if (failure.sentence !== '') log.error(error instanceof Error ? error : String(error));
  return failure;
}

/** One sentence that says what happened and what to do, with a button for each thing that it names. */
async function tellFailure(failure: FailureText): Promise<void> {
  const remedy = await askForRemedy(failure);
  if (remedy) await commands.executeCommand(`pychat.${remedy}`);
}

/** Shows the same. @returns what was chosen once the notification has gone */
async function askForRemedy({ sentence, remedies }: FailureText): Promise<Remedy | undefined> {
  const buttons = remedies.map(remedy => ({ title: remedyLabel(remedy, t), remedy }));
  return (await window.showErrorMessage(unlinked(sentence), ...buttons))?.remedy;
}

/** Failures that the editor shows in notifications for as long as they are true. */
export class ToldFailures {
  #shown = 0;

  async tell(failure: FailureText): Promise<void> {
    this.#shown += 1;
    const remedy = await askForRemedy(failure);
    this.#shown -= 1;
    if (remedy) await commands.executeCommand(`pychat.${remedy}`);
  }

  /** Takes them out of sight. The editor closes no single one: all that it shows now stands behind the bell. */
  async hide(): Promise<void> {
    if (this.#shown > 0) await commands.executeCommand('notifications.hideToasts');
  }
}
