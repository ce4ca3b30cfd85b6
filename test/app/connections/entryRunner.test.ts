import { describe, expect, it, vi } from 'vitest';
import type { NickQuestion } from '../../../src/app/connections/askNick.ts';
import { EntryRunner } from '../../../src/app/connections/entryRunner.ts';
import type { LiveConnection } from '../../../src/app/connections/liveConnection.ts';
import type { Secrets } from '../../../src/app/secrets.ts';
import type { Shell } from '../../../src/app/shell.ts';

vi.mock('vscode', async () => ({
  ...(await import('../../support/editorWords.ts')),
  ProgressLocation: { Notification: 15 },
  window: {
    withProgress: (_: unknown, work: (progress: unknown, token: unknown) => Promise<unknown>) =>
      work({ report: () => undefined }, { onCancellationRequested: () => ({ dispose: () => undefined }) }),
  },
}));
vi.mock('../../../src/app/connections/joining.ts', () => ({ joinServer: () => Promise.resolve() }));

describe('a server that was entered under a nick that was asked for', () => {
  it('stays entered when the settings cannot be written', async () => {
    const logged: string[] = [];
    let ended: unknown;
    const log = { debug: () => undefined, warn: (text: string) => logged.push(text) };
    const shell = {
      services: { context: { globalState: {} }, log },
      connections: {
        enter: async (_: unknown, work: (live: LiveConnection) => Promise<void>) => {
          await work({} as unknown as LiveConnection).catch((error: unknown) => (ended = error));
        },
      },
    };
    const secrets = { identity: () => Promise.resolve({}) };
    const nicks = { keep: () => Promise.reject(new Error('settings.json has errors')) };
    const runner = new EntryRunner(shell as unknown as Shell, secrets as unknown as Secrets);
    const entry = { nick: 'ana', nicks: nicks as unknown as NickQuestion, title: 'joining' };
    await runner.join({ addresses: [], room: '#chat', token: '', fromInvite: false }, entry);
    expect(ended).toBeUndefined();
    expect(logged.join()).toMatch(/nick could not be kept .*settings\.json has errors/);
  });
});
