import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { editor, Uri, window, workspace } from '../../support/editorFiles.ts';

vi.mock('vscode', () => import('../../support/editorFiles.ts'));
const { downloadsOf, editorDialogs, maxRemoteFileBytes } =
  await import('../../../src/app/files/fileDialogs.ts');
const { choosePlace, readRemote } = editorDialogs({ log: {} } as never);

let place: string;
beforeEach(() => {
  place = realpathSync(mkdtempSync(path.join(tmpdir(), 'pychat-save-')));
  for (const folder of ['ws/.git/hooks', 'ws/.vscode', 'ws/src', 'elsewhere'])
    mkdirSync(path.join(place, folder), { recursive: true });
  writeFileSync(path.join(place, 'ws/.git/config'), '');
  symlinkSync('.git/hooks', path.join(place, 'ws/hooks'));
  symlinkSync('../elsewhere', path.join(place, 'ws/out'));
  symlinkSync('gone', path.join(place, 'ws/nowhere'));
  symlinkSync('.vscode', path.join(place, 'ws/docs'));
  workspace.workspaceFolders = [{ uri: Uri.file(path.join(place, 'ws')), name: 'ws' }];
  Object.assign(editor, { asked: [], answer: () => undefined });
});
afterEach(() => rmSync(place, { recursive: true }));

/** Where a file goes when the user chooses this place for it. */
async function chosen(name: string): Promise<string | undefined> {
  window.showSaveDialog = () => Promise.resolve(Uri.file(path.join(place, name)));
  const found = await choosePlace('offered.txt');
  return found && path.relative(place, found);
}

describe('the place of a file from somebody else', () => {
  it.each([
    ['ws/src/a.txt', 'ws/src/a.txt'],
    ['elsewhere/Makefile', 'elsewhere/Makefile'],
    ['ws/out/a.txt', 'elsewhere/a.txt'],
  ])('%s is really %s', async (name, real) => {
    expect(await chosen(name)).toBe(real);
    expect(editor.asked).toEqual([]);
  });

  it.each(['ws/.git/x', 'ws/hooks/pre-commit', 'ws/.GIT', 'ws/nowhere/x'])('is not %s', async name => {
    await expect(chosen(name)).rejects.toThrow('git keeps its own files');
  });

  it.each(['ws/Makefile', 'ws/conftest.py', 'ws/docs/tasks.json', 'ws/package.json', 'ws/src/.envrc'])(
    'is %s only after a second question',
    async name => {
      expect(await chosen(name)).toBeUndefined();
      editor.answer = (_, buttons) => buttons.at(-1);
      expect(await chosen(name)).toBeDefined();
      expect(editor.asked).toHaveLength(2);
    },
  );
});

describe('a file that only the editor can read', () => {
  const remote = (name: string): string => `vscode-remote://${path.join(place, name)}`;

  it('is read under its name, as long as it is not too large', async () => {
    const file = path.join(place, 'elsewhere/far.bin');
    writeFileSync(file, 'far');
    const { name, content } = await readRemote(remote('elsewhere/far.bin'));
    expect([name, Buffer.from(content).toString()]).toEqual(['far.bin', 'far']);
    truncateSync(file, maxRemoteFileBytes);
    expect((await readRemote(remote('elsewhere/far.bin'))).content).toHaveLength(maxRemoteFileBytes);
    truncateSync(file, maxRemoteFileBytes + 1);
    await expect(readRemote(remote('elsewhere/far.bin'))).rejects.toThrow('can be up to');
  });

  it('is no folder, and has to be there', async () => {
    await expect(readRemote(remote('elsewhere'))).rejects.toThrow('no folders');
    await expect(readRemote(remote('gone.txt'))).rejects.toThrow('cannot read gone.txt');
  });
});

describe('the folder for downloads', () => {
  it.each([
    ['XDG_DOWNLOAD_DIR="$HOME/Transferências"\n', '/home/ana/Transferências'],
    ['# a comment\nXDG_DESKTOP_DIR="$HOME/Desktop"\nXDG_DOWNLOAD_DIR="/data/downloads"\n', '/data/downloads'],
    ['XDG_DOWNLOAD_DIR="$HOME/"\n', '/home/ana'],
    ['XDG_DOWNLOAD_DIR="elsewhere"\n', undefined],
    ['', undefined],
  ])('is named by desktops: %j', (text, folder) => {
    expect(downloadsOf(text, '/home/ana')).toBe(folder);
  });
});
