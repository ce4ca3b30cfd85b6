import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataFailure, hostedData } from '../../../src/app/connections/hostedData.ts';
import { hostedRun } from '../../../src/app/connections/hostedRun.ts';
import type { HostPlan } from '../../../src/app/connections/hosting.ts';
import { SealedValue } from '../../../src/app/sealedValue.ts';
import { Secrets } from '../../../src/app/secrets.ts';
import type { Services } from '../../../src/app/services.ts';
import type { Effect } from '../../../src/conversation/effect.ts';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { LiveWindow } from '../../support/liveWindow.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

let host: Identity;
let guest: Identity;
beforeAll(async () => {
  const made = ['ana', 'bob'].map(name => createIdentity({ name, now: new Date() }));
  [host, guest] = (await Promise.all(made)) as [Identity, Identity];
});

/** The folder that the editor gives the extension, and what the secret storage has. */
let storage: string;
let secretValues: Map<string, string>;
let ana: LiveWindow;
let bob: LiveWindow;
let port: number;
/** The sentences that the host was told. */
let told: string[];
beforeEach(async () => {
  storage = await temporaryFolder();
  secretValues = new Map();
  ana = new LiveWindow(host);
  bob = new LiveWindow(guest);
  told = [];
});
afterEach(async () => {
  await bob.close();
  await ana.close();
  await rm(storage, { recursive: true, force: true });
});

/** Hosts as *Host Chat* does, with this setting. */
async function hosting(keepDays: number, more: Partial<HostPlan> = {}): Promise<void> {
  const context = {
    globalStorageUri: { fsPath: storage },
    secrets: {
      get: (key: string) => Promise.resolve(secretValues.get(key)),
      store: (key: string, value: string) => Promise.resolve(void secretValues.set(key, value)),
    },
  } as unknown as ExtensionContext;
  const secrets = new Secrets({ context, log: { warn: () => undefined } } as unknown as Services);
  const relayKey = host.fingerprints.key;
  await ana.host('ana', host, {
    data: await hostedData(context, secrets, { keepDays, relayKey }),
    noticed: notice => void told.push(dataFailure(notice).message),
    hosted: now => void (port = now),
    ...more,
  });
  await ana.until(() => ana.status.state.phase === 'hosting');
}

const joining = (): Promise<void> => bob.join('bob', { port });
const historyRow = ({ page }: LiveWindow): string | undefined =>
  page.banner.rows.find(row => row.startsWith('History:'));
const logFile = (): string => path.join(storage, 'rooms', host.fingerprints.key, 'relay.lines');
const isRelayed = (window: LiveWindow, text: string): boolean =>
  window.page.lines.some(
    line => line.kind === 'message' && line.text === text && line.delivery === 'relayed',
  );

/** Everything under a folder that has one of these words in it, by name or by content. */
async function findWords(folder: string, words: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.map(async entry => {
    const name = path.join(entry.parentPath, entry.name);
    const content = entry.isFile() ? await readFile(name, 'latin1') : '';
    return words.test(name) || words.test(content) ? [name] : [];
  });
  return (await Promise.all(found)).flat();
}

describe('the header of a hosted room', () => {
  it.each([
    [0, 'Not kept.', 'The host does not keep what is said here.'],
    [1, 'Kept on this computer for 1 day.', 'The host keeps what is said here for 1 day.'],
    [30, 'Kept on this computer for 30 days.', 'The host keeps what is said here for 30 days.'],
  ])('says to host and guest for how long what is said is kept: %i', async (days, ofHost, ofGuest) => {
    await hosting(days);
    await joining();
    await bob.until(() => bob.page.prompt === 'C:\\BOB\\#CHAT>');
    expect([historyRow(ana), historyRow(bob)]).toEqual([`History:  ${ofHost}`, `History:  ${ofGuest}`]);
  });

  it('says it to a guest before a line of theirs can go anywhere', async () => {
    await hosting(1);
    /** Whether what is typed at that moment is said, and what the header says then. */
    const moments: { readonly isUsable: boolean; readonly told: (string | undefined)[] }[] = [];
    bob.watch = (effect: Effect) => {
      if (effect.type !== 'post' || effect.message.type !== 'screen') return;
      const { prompt, banner } = effect.message.screen;
      const row = banner.rows.find(one => one.startsWith('History:'));
      moments.push({ isUsable: prompt.path === 'C:\\BOB\\#CHAT>', told: [row, prompt.hint] });
    };
    const entering = joining();
    // Too early: it goes nowhere.
    bob.type('too early');
    await entering;
    await bob.until(() => moments.some(({ isUsable }) => isUsable));
    const sentence = 'The host keeps what is said here for 1 day.';
    expect(moments.find(({ isUsable }) => isUsable)?.told).toEqual([`History:  ${sentence}`, sentence]);
    bob.type('my first line');
    await bob.until(() => isRelayed(bob, 'my first line'));
    expect(ana.page.texts.join()).not.toContain('too early');
  });

  it('says that nothing is kept as soon as the disk cannot be written', async () => {
    await hosting(1);
    await joining();
    await bob.until(() => historyRow(bob)?.includes('1 day') === true);
    // Whatever is in the way: here it is a folder.
    await mkdir(`${logFile()}.tmp`);
    await rm(logFile());
    bob.type('is anybody there?');
    await bob.becomes(() =>
      expect(historyRow(bob)).toBe('History:  The host does not keep what is said here.'),
    );
    await ana.becomes(() => expect(historyRow(ana)).toBe('History:  Not kept.'));
  });
});

describe('a room of which nothing is kept', () => {
  const secret = /walrus|elephant/i;

  it('leaves no trace of what was said in the storage of the extension', async () => {
    // What was kept with another setting goes, too.
    await hosting(1);
    ana.type('a walrus of yesterday');
    await ana.until(() => isRelayed(ana, 'a walrus of yesterday'));
    await ana.close();
    expect((await stat(logFile())).size).toBeGreaterThan(0);
    ana = new LiveWindow(host);
    await hosting(0);
    await joining();
    await bob.until(() => bob.page.prompt === 'C:\\BOB\\#CHAT>');
    ana.type('a walrus');
    await ana.until(() => isRelayed(ana, 'a walrus'));
    bob.type('/msg ana an elephant');
    await bob.until(() => isRelayed(bob, 'an elephant'));
    await ana.close();
    bob.type('an elephant that waits');
    await bob.close();
    expect(await findWords(storage, secret)).toEqual([]);
    await expect(stat(path.dirname(logFile()))).rejects.toThrow(/ENOENT/);
    const kept = [ana, bob].flatMap(window => [window.kept.workspace, window.kept.global]);
    expect(kept.flatMap(({ texts }) => [...texts.values()]).filter(text => secret.test(text))).toEqual([]);
  });
});

describe('a room of which nothing is kept, hosted again', () => {
  const gaps = ({ page }: LiveWindow): string[] => page.texts.filter(text => text.includes('may be missing'));
  const server = (): string => host.fingerprints.key;
  const state = new Map<string, unknown>();
  const kept = new SealedValue(
    {
      get: (key: string): unknown => state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    },
    'run',
    { key: Promise.resolve(randomBytes(32)), log: { warn: () => undefined } },
  );
  const open = async (): Promise<void> => hosting(0, await hostedRun(kept, server()));
  const says = async (window: LiveWindow, text: string): Promise<void> => {
    window.type(text);
    await window.until(() => isRelayed(window, text));
  };
  beforeEach(() => state.clear());

  it('shows no gap to those who have heard everything, and one to those who have not', async () => {
    await open();
    await joining();
    await bob.until(() => bob.page.prompt === 'C:\\BOB\\#CHAT>');
    await says(ana, 'one');
    await bob.until(() => bob.page.texts.includes('ana: one'));
    await bob.leaveServer(server());
    await says(ana, 'two');
    await ana.leaveServer(server());
    await open();
    await says(ana, 'three');
    expect(gaps(ana)).toEqual([]);
    await joining();
    await bob.becomes(() => expect(gaps(bob)).toHaveLength(1));
    expect(ana.page.texts.filter(text => text.startsWith('ana:'))).toEqual([
      'ana: one',
      'ana: two',
      'ana: three',
    ]);
  });

  it('shows a gap where the relay before has ended without a word', async () => {
    await hosting(0);
    await says(ana, 'one');
    await ana.leaveServer(server());
    await open();
    await ana.becomes(() => expect(gaps(ana).filter(text => text.includes('said here'))).toHaveLength(1));
  });
});

describe('a room whose key is gone from the secret storage', () => {
  it('begins empty, and the host is told so in one sentence', async () => {
    await hosting(1);
    ana.type('of before');
    await ana.until(() => isRelayed(ana, 'of before'));
    await ana.close();
    secretValues.clear();
    ana = new LiveWindow(host);
    await hosting(1);
    expect(told).toEqual([
      'What your room kept cannot be read: its key is no longer in the secret storage. The room begins empty.',
    ]);
    expect(historyRow(ana)).toBe('History:  Kept on this computer for 1 day.');
    await joining();
    ana.type('of now');
    await bob.until(() => bob.page.texts.includes('ana: of now'));
    expect(bob.page.texts.filter(text => text.includes('of before'))).toEqual([]);
    expect(ana.page.texts.filter(text => text.includes('of before'))).toEqual([]);
  });

  it('is not kept, and says so, where the secret storage keeps no key', async () => {
    await hosting(1, { data: undefined });
    expect(told).toEqual([
      'What is said in your room is not kept: it cannot be written on this computer. The log says why.',
    ]);
    expect(historyRow(ana)).toBe('History:  Not kept.');
  });
});

describe('the key of what is kept', () => {
  it('is made once, and is nowhere but in the secret storage', async () => {
    await hosting(1);
    ana.type('hello');
    await ana.until(() => isRelayed(ana, 'hello'));
    await ana.close();
    const key = secretValues.get('pychat.storeKey') ?? randomBytes(32).toString('base64');
    const bytes = Buffer.from(key, 'base64');
    const files = await readdir(storage, { recursive: true, withFileTypes: true });
    for (const file of files.filter(entry => entry.isFile())) {
      const content = await readFile(path.join(file.parentPath, file.name));
      expect(content.includes(bytes) || content.includes(key) || content.includes('hello')).toBe(false);
    }
    ana = new LiveWindow(host);
    await hosting(1);
    expect(told).toEqual([]);
    expect(secretValues.get('pychat.storeKey')).toBe(key);
  });
});
