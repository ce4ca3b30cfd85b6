import { type QuickPickItem, window, workspace } from 'vscode';
import { type Appearance, themes } from '../panel/appearance.ts';
import { t } from './words.ts';

type Theme = Appearance['theme'];

/** Asks how the chat is to look, and keeps that in the user's settings. */
export async function chooseTheme(): Promise<void> {
  const configuration = workspace.getConfiguration('pychat');
  const now = configuration.get('theme');
  const items: (QuickPickItem & { readonly theme: Theme })[] = themes.map(theme => ({
    theme,
    label: themeLabel(theme),
    ...(theme === now && { description: t('now') }),
  }));
  const picked = await window.showQuickPick(items, { placeHolder: t('Theme of the chat') });
  if (picked) await configuration.update('theme', picked.theme, true);
}

function themeLabel(theme: Theme): string {
  const labels: Readonly<Record<Theme, string>> = {
    cmd: t('Command Prompt'),
    green: t('Green phosphor'),
    amber: t('Amber'),
    dos: t('DOS blue'),
    teletext: t('Teletext'),
    vscode: t('Follow VS Code'),
  };
  return labels[theme];
}
