import { colourPair } from '../../../chat/consoleColours.ts';
import { type Appearance, themes } from '../../appearance.ts';
import { type ColourPair, contrastOf, derivedColours, minContrast } from './derivedColours.ts';

let shown: Appearance | undefined;
/** The variables that are set now. */
let variables: readonly string[] = [];

/** Makes the page look as the settings say: classes and variables of the body, for the style sheets to use. */
export function applyAppearance(appearance: Appearance): void {
  if (!shown) followEditor();
  shown = appearance;
  const { classList, style } = document.body;
  for (const theme of themes) classList.toggle(`theme-${theme}`, theme === appearance.theme);
  classList.toggle('scan-lines', appearance.scanLines);
  classList.toggle('glow', appearance.glow);
  classList.toggle('times-hover', appearance.times === 'hover');
  const { fontFamily, fontSize, lineHeight } = appearance;
  style.setProperty('--own-font', fontFamily && `${fontFamily}, var(--font)`);
  style.setProperty('--font-size', fontSize > 0 ? `${fontSize}px` : '');
  style.setProperty('--line-height', String(lineHeight));
  showColours();
}

/** The editor says by classes of the body and variables of the root that its theme has changed. */
function followEditor(): void {
  const observer = new MutationObserver(showColours);
  observer.observe(document.body, { attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
}

/** Sets what follows from colours of the user's or of the editor's theme; the other themes have theirs in the style sheet. */
function showColours(): void {
  const { style } = document.body;
  for (const name of variables) style.removeProperty(`--${name}`);
  const colours = Object.entries(ownColours() ?? {});
  variables = colours.map(([name]) => name);
  for (const [name, colour] of colours) style.setProperty(`--${name}`, colour);
  document.body.classList.toggle('own-colours', colours.length > 0);
}

function ownColours(): Record<string, string> | undefined {
  if (!shown || document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light')) return undefined;
  const pair = colourPair(shown.colours);
  if (pair) return derivedColours(pair);
  return shown.theme === 'vscode' ? editorColours() : undefined;
}

/** Colours that go with the editor's own two. Its selection is taken too where text can be read on it. */
function editorColours(): Record<string, string> | undefined {
  const { backgroundColor: back, color: text } = getComputedStyle(document.body);
  const colours = derivedColours({ back, text }) ?? derivedColours(fallbackPair());
  const selection = getComputedStyle(document.body).getPropertyValue('--vscode-editor-selectionBackground');
  if (!colours || contrastOf(text, selection) < minContrast) return colours;
  return { ...colours, 'select-back': selection, 'select-text': text };
}

/** For an editor whose colours let something shine through. */
function fallbackPair(): ColourPair {
  return document.body.matches('.vscode-light')
    ? { back: '#ffffff', text: '#1f1f1f' }
    : { back: '#1e1e1e', text: '#d4d4d4' };
}
