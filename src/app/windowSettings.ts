import { type Disposable, workspace } from 'vscode';
import { noticeSettings } from '../conversation/attention/noticeSettings.ts';
import { appearanceFrom } from '../conversation/page/appearanceValues.ts';
import type { WindowSettings } from '../conversation/page/windowSettings.ts';
import { readSettings } from './settings.ts';

/** What the settings say of this window's chat now. */
export function readWindowSettings(): WindowSettings {
  const values = workspace.getConfiguration('pychat');
  return {
    appearance: appearanceFrom(name => values.get(name)),
    notices: noticeSettings(values),
    nick: readSettings().nick,
  };
}

/** Calls `changed` after a setting was changed, until disposed. */
export function onSettingsChange(changed: () => void): Disposable {
  return workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('pychat')) changed();
  });
}
