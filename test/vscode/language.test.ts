import path from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import words from '../../package.nls.pt-br.json' with { type: 'json' };
import { Editor } from './driver.ts';

const vsix = path.resolve(import.meta.dirname, `../../pychat-${manifest.version}.vsix`);

test('speaks Brazilian Portuguese where the editor does', async () => {
  await using editor = await Editor.start({ name: 'rita', vsix, locale: 'pt-br' });
  await editor.runCommand(`PyChat: ${words['command.host']}`);
  expect(await editor.quickInput.message()).toMatch(/^Escolha seu nick/);
  await editor.quickInput.answer('dois nomes');
  await expect.poll(() => editor.quickInput.isRefused()).toBe(true);
  await editor.quickInput.cancel();
});
