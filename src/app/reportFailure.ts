import { commands, window } from 'vscode';
import { unlinked } from '../chat/visible.ts';
import { type FailureText, failureText } from '../conversation/connections/failureText.ts';
import { remedyLabel } from '../conversation/connections/remedies.ts';
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
export async function tellFailure({ sentence, remedies }: FailureText): Promise<void> {
  const buttons = remedies.map(remedy => ({ title: remedyLabel(remedy, t), remedy }));
  const pressed = await window.showErrorMessage(unlinked(sentence), ...buttons);
  if (pressed) await commands.executeCommand(`pychat.${pressed.remedy}`);
}
