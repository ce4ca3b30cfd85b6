import { env, window } from 'vscode';
import { transcriptLine } from '../../chat/lineText.ts';
import { t } from '../words.ts';
import type { Tab } from '../../conversation/tab.ts';

/** *Copy Transcript*: all that is kept of a tab, as plain text, goes to the clipboard. */
export async function copyTranscript(tab: Tab): Promise<void> {
  const { lines } = tab.scrollback;
  if (lines.length === 0) {
    void window.showInformationMessage(t('There is nothing to copy yet.'));
    return;
  }
  await env.clipboard.writeText(lines.map(line => `${transcriptLine(line, t)}\n`).join(''));
  void window.showInformationMessage(
    t('The transcript is on the clipboard: {count} lines.', { count: lines.length }),
  );
}
