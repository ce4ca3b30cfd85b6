import path from 'node:path';
import type { ChatWindow } from './chatWindow.ts';

const folder = process.env.PYCHAT_PICTURES;

/** A look of the whole window. */
export interface Look {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const dark: Look = { name: 'dark', settings: { 'workbench.colorTheme': 'Dark Modern' } };

/** In which looks a person's day is gone through: with PYCHAT_PICTURES in all of those of which pictures are wanted. */
export const looks: readonly Look[] =
  folder === undefined
    ? [dark]
    : [
        dark,
        {
          name: 'light',
          settings: { 'workbench.colorTheme': 'Light Modern', 'pychat.theme': 'vscode' },
        },
        { name: 'contrast', settings: { 'workbench.colorTheme': 'Default High Contrast' } },
      ];

/** CSS pixels of a chat beside much else. */
const narrow = 300;

/** Takes pictures of what a look shows, for a person to look at; without PYCHAT_PICTURES it does nothing. */
export type Camera = (window: ChatWindow, name: string, again?: () => Promise<void>) => Promise<void>;

/**
 * Takes a screen as it stands and, in the dark look, with a chat of 300 pixels and at 200 %, too.
 *
 * @param look is part of the pictures' names
 */
export function cameraFor(look: Look): Camera {
  return async (window, name, again = () => Promise.resolve()) => {
    if (folder === undefined) return;
    const { page } = window.editor;
    const take = async (as: string): Promise<void> => {
      await page.evaluate('new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      await window.editor.screenshot(path.join(folder, `${name}-${as}.png`));
    };
    await take(look.name);
    const size = page.viewportSize();
    const frames = await page.locator('iframe.webview:visible').all();
    const frame = await frames[0]?.boundingBox();
    if (look !== dark || size === null || !frame) return;
    const sizes = {
      narrow: { ...size, width: Math.round(size.width - frame.width + narrow) },
      // As the zoom of the editor does: half as many pixels of CSS on each side.
      zoomed: { width: size.width / 2, height: size.height / 2 },
    };
    for (const [as, changed] of Object.entries(sizes)) {
      await page.setViewportSize(changed);
      await again();
      await take(as);
    }
    await page.setViewportSize(size);
    await again();
  };
}
