import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedExtension } from './chatWindow.ts';
import { Editor } from './driver.ts';

const patience = { timeout: 60_000 };

describe('the extension’s page in VS Code, from the package', () => {
  let ana: Editor;

  beforeAll(async () => void (ana = await Editor.start({ name: 'ana', vsix: packagedExtension() })));
  afterAll(() => ana[Symbol.asyncDispose]());

  it('begins with what a user does, without broken pictures or links', async () => {
    await ana.runCommand('Extensions: Show Installed Extensions');
    await ana.page.locator('.extension-list-item .name', { hasText: /^PyChat$/ }).click();
    const readme = ana.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
    await readme.getByRole('heading', { name: 'Start' }).waitFor(patience);
    const text = await readme.locator('body').innerText();
    expect(text).toMatch(/Press F1 and run PyChat: Host Chat/);
    expect(text).not.toMatch(/npm /);
    expect(await readme.locator('img').count()).toBe(0);
    const links = await readme
      .locator('a[href]')
      .evaluateAll(found => found.map(a => a.getAttribute('href') ?? ''));
    expect(links.filter(link => !/^(#|https:)/.test(link))).toEqual([]);
  });
});
