import { window } from 'vscode';
import { unlinked } from '../chat/visible.ts';
import { failureSentence, isCancellation } from '../conversation/connections/failureText.ts';
import type { Services } from './services.ts';
import { t } from './words.ts';

/**
 * Tells the user of a failure: one sentence that says what happened and what to do, *Show Log* for the rest. What the
 * user cancelled is not a failure.
 *
 * @returns the sentence, '' when nothing was to be told
 */
export function reportFailure(error: unknown, { log }: Pick<Services, 'log'>): string {
  if (isCancellation(error)) return '';
  log.error(error instanceof Error ? error : String(error));
  const sentence = failureSentence(error, t);
  void offerLog(sentence, log);
  return sentence;
}

async function offerLog(sentence: string, log: Services['log']): Promise<void> {
  const showLog = t('Show Log');
  if ((await window.showErrorMessage(unlinked(sentence), showLog)) === showLog) log.show();
}
