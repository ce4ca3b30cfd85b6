import { type Appearance, themes } from '../../src/panel/appearance.ts';

/** A look of the page: what the settings say, under a theme of the editor. */
export interface Look {
  readonly name: string;
  readonly appearance: Partial<Appearance>;
  /** The class of the body, which the editor sets. */
  readonly editor: string;
}

const look = (name: string, appearance: Partial<Appearance>, editor = 'vscode-dark'): Look => ({
  name,
  appearance,
  editor,
});

const highContrast = 'vscode-high-contrast';
const highContrastLight = 'vscode-high-contrast vscode-high-contrast-light';

/** Each theme as it is, those that follow the editor light and dark, and all that high contrast goes before. */
export const looks: readonly Look[] = [
  ...themes.map(theme => look(theme, { theme })),
  look('vscode in a light editor', { theme: 'vscode' }, 'vscode-light'),
  look('cmd in a light editor', { theme: 'cmd' }, 'vscode-light'),
  look('color 0A', { colours: '0A' }),
  look('color 1E over dos', { theme: 'dos', colours: '1E' }),
  look('color F0 over teletext', { theme: 'teletext', colours: 'F0' }),
  ...(['cmd', 'teletext', 'vscode'] as const).flatMap(theme => [
    look(`${theme} in high contrast`, { theme, colours: theme === 'cmd' ? '1E' : '' }, highContrast),
    look(`${theme} in light high contrast`, { theme }, highContrastLight),
  ]),
];
