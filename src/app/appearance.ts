import { type Disposable, workspace } from 'vscode';
import type { Appearance } from '../panel/appearance.ts';
import { appearanceFrom } from '../conversation/appearanceValues.ts';

/** How the settings want the page to look now. `colours` is no setting: `color` of the prompt says it. */
export function readAppearance(): Appearance {
  const values = workspace.getConfiguration('pychat');
  return appearanceFrom(name => values.get(name));
}

/** Calls `changed` after a setting of the page's look was changed, until disposed. */
export function onAppearanceChange(changed: () => void): Disposable {
  return workspace.onDidChangeConfiguration(event => {
    if (appearanceSettings.some(name => event.affectsConfiguration(`pychat.${name}`))) changed();
  });
}

const appearanceSettings = [
  'theme',
  'fontFamily',
  'fontSize',
  'lineHeight',
  'scanLines',
  'glow',
  'times',
  'typing',
] as const satisfies readonly (keyof Appearance)[];
