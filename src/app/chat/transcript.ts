import { env, window } from 'vscode';
import type { Line } from '../../chat/line.ts';
import { t } from '../words.ts';
import type { Tab } from './tab.ts';

/** *Copy Transcript*: all that is kept of a tab, as plain text, goes to the clipboard. */
export async function copyTranscript(tab: Tab): Promise<void> {
  const { lines } = tab.scrollback;
  if (lines.length === 0) {
    void window.showInformationMessage(t('There is nothing to copy yet.'));
    return;
  }
  await env.clipboard.writeText(transcriptOf(lines));
  void window.showInformationMessage(
    t('The transcript is on the clipboard: {count} lines.', { count: lines.length }),
  );
}

function transcriptOf(lines: readonly Line[]): string {
  return lines.map(line => `[${timeText(line.at)}] ${spokenText(line)}\n`).join('');
}

/** `2026-11-22 12:48` by this computer's clock. */
function timeText(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function spokenText(line: Line): string {
  if (line.kind === 'note') return `-- ${line.text}`;
  return line.form === 'action' ? `* ${line.nick} ${line.text}` : `<${line.nick}> ${line.text}`;
}
