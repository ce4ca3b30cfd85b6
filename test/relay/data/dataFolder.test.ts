import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { erasedEvent } from '../../../src/relay/data/erased.ts';
import { openDataFolder, removeDataFolder } from '../../../src/relay/data/dataFolder.ts';
import { DataError } from '../../../src/relay/data/dataError.ts';
import type { SavedEvent, SavedReadMarker } from '../../../src/relay/data/relayStore.ts';
import { encodeRecord } from '../../../src/relay/data/log/record.ts';
import {
  annKey,
  emptyState,
  event,
  fullEvent,
  fullState,
  keep,
  options,
  sourcesOf,
  type KeepingFolder,
  openFolder,
} from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

/** Opens a folder, does something, and closes it. */
async function during<T>(
  folder: string,
  work: (data: KeepingFolder) => T | Promise<T>,
  given = options(),
): Promise<T> {
  const data = await openFolder(folder, given);
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}

const snapshot = async (folder: string): Promise<Map<string, string>> =>
  new Map(
    await Promise.all(
      (await readdir(folder))
        .sort()
        .map(async name => [name, await readFile(path.join(folder, name), 'base64')] as const),
    ),
  );

describe('a data folder', () => {
  test('is made for the owner alone, with the folders above it, and is empty at first', async () => {
    const folder = path.join(await temporaryFolder(), 'deep', 'down');
    const data = await openFolder(folder, options());
    expect([data.store.state, data.store.events]).toEqual([emptyState, []]);
    expect(await modeOf(folder)).toBe(0o700);
    await data.close();
    expect(await readdir(folder)).toEqual(['relay.lines']);
  });

  test('gives back at the next start what was kept', async () => {
    const folder = await temporaryFolder();
    const first = await during(folder, async data => {
      keep(data.store, fullState);
      for (const number of [1, 2, 3, 4]) data.store.append({ ...fullEvent, msgid: `m${number}` });
      data.store.redact('#chat', 'm2');
      data.store.append(event(5, { target: '#gone' }));
      data.store.forget('#gone');
      data.store.rename('#chat', '#talk');
      return { key: (await data.identity('chat.example')).fingerprints.key, token: await data.token() };
    });
    await during(folder, async data => {
      expect(data.store.state).toEqual(fullState);
      expect(data.store.events).toEqual(
        ['m1', 'm2', 'm3', 'm4'].map(msgid => {
          const one = { ...fullEvent, target: '#talk', msgid };
          return msgid === 'm2' ? erasedEvent(one) : one;
        }),
      );
      expect((await data.identity('other')).fingerprints.key).toBe(first.key);
      expect(await data.token()).toBe(first.token);
    });
    expect(await readdir(folder)).toEqual(['identity.pem', 'relay.lines', 'token']);
    for (const name of await readdir(folder)) expect(await modeOf(path.join(folder, name))).toBe(0o600);
  });

  test('asks for the state when it is time to write, and once for many changes', async () => {
    const folder = await temporaryFolder();
    const given = options();
    await during(
      folder,
      async data => {
        let taken = 0;
        const readMarkers = (): SavedReadMarker => ({ account: 'ann', target: '#chat', at: ++taken });
        data.store.start({ sources: { ...sourcesOf(emptyState), readMarkers }, history: () => [] });
        const change = (): void => data.store.changed('readMarkers', 'ann #chat');
        for (let count = 0; count < 100; count++) change();
        expect(taken).toBe(0);
        given.clock.advance(999);
        expect(taken).toBe(0);
        given.clock.advance(1);
        await expect.poll(() => readFile(path.join(folder, 'relay.lines'), 'utf8')).toContain('"at":1');
        expect(taken).toBe(1);
        change();
        given.clock.advance(999);
        expect(taken).toBe(1);
      },
      given,
    );
    expect((await during(folder, data => data.store.state)).readMarkers).toEqual([
      { account: 'ann', target: '#chat', at: 2 },
    ]);
  });

  test('is there for one at a time', async () => {
    const folder = await temporaryFolder();
    await during(folder, async () => {
      await expect(openDataFolder(folder, options())).rejects.toThrow(/is in use/);
    });
    await during(folder, () => undefined);
  });

  test('closing twice is closing once', async () => {
    const data = await openFolder(await temporaryFolder(), options());
    await Promise.all([data.close(), data.close()]);
    await data.close();
  });

  test('keeps how things are when closing begins, and nothing that comes after', async () => {
    const folder = await temporaryFolder();
    const data = await openFolder(folder, options());
    keep(data.store, fullState);
    data.store.append(event(1));
    const closed = data.close();
    keep(data.store, { ...emptyState, owners: [{ nick: 'ann', key: annKey, at: 10 }] });
    data.store.forget('#chat');
    data.store.append(event(2));
    await closed;
    await during(folder, again => {
      expect([again.store.state, again.store.events]).toEqual([fullState, [event(1)]]);
    });
  });

  test('becomes the owner’s alone when it is ours or empty', async () => {
    const folder = await temporaryFolder();
    for (let start = 0; start < 2; start++) {
      await chmod(folder, 0o755);
      await during(folder, data => data.token());
      expect(await modeOf(folder)).toBe(0o700);
    }
  });

  test('is never made of a folder that holds something else', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    await writeFile(path.join(folder, 'letter.txt'), 'Dear Ann');
    await expect(openDataFolder(folder, options())).rejects.toThrow(
      `${folder} holds other files: it is no data folder`,
    );
    expect(await modeOf(folder)).toBe(0o755);
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });

  test('may be behind a symbolic link', async () => {
    const parent = await temporaryFolder();
    await mkdir(path.join(parent, 'real'));
    await symlink('real', path.join(parent, 'link'));
    await during(path.join(parent, 'link'), data => data.token());
    expect(await readdir(path.join(parent, 'real'))).toEqual(['relay.lines', 'token']);
  });

  test('loses what a killed process has left half written', async () => {
    const folder = await temporaryFolder();
    await during(folder, data => keep(data.store, fullState));
    const left = ['relay.lines.tmp', 'state.lines.tmp', 'history.lines.tmp', 'identity.pem.tmp', 'token.tmp'];
    for (const name of left) await writeFile(path.join(folder, name), 'half');
    expect(await during(folder, data => data.store.state)).toEqual(fullState);
    expect(await readdir(folder)).toEqual(['relay.lines']);
  });

  test('from a newer version is refused, and nothing in it changes', async () => {
    const folder = await temporaryFolder();
    await during(folder, async data => {
      await data.token();
      keep(data.store, fullState);
      data.store.append(event(1));
    });
    await writeFile(path.join(folder, 'relay.lines'), encodeRecord({ file: 'relay', version: 4 }));
    const before = await snapshot(folder);
    const opening = openDataFolder(folder, options());
    await expect(opening).rejects.toThrow(DataError);
    await expect(opening).rejects.toThrow(/^[^\n]+newer pychat-relay \(format 4\)$/);
    expect(await snapshot(folder)).toEqual(before);
  });

  test('that is no folder, or has a folder in a file’s place, is refused in one line', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    for (const bad of [file, path.join(file, 'below')]) {
      const opening = openDataFolder(bad, options());
      await expect(opening).rejects.toThrow(DataError);
      await expect(opening).rejects.toThrow(/^\S+ cannot be used: [^\n]+$/);
    }
    const other = path.join(folder, 'data');
    await mkdir(path.join(other, 'relay.lines'), { recursive: true });
    await expect(openDataFolder(other, options())).rejects.toThrow(/EISDIR/);
    expect(await readdir(other)).toEqual(['relay.lines']);
  });

  test('that is taken away while it is in use costs what was not written, and is told once', async () => {
    const folder = await temporaryFolder();
    const given = options();
    const data = await openFolder(folder, given);
    await rm(folder, { recursive: true });
    keep(data.store, fullState);
    data.store.append(event(1));
    await data.close();
    expect(given.told).toHaveLength(1);
    expect(given.told[0]).toMatch(/^The disk cannot be written, what is said is not kept: ENOENT/);
  });

  test('that is unplugged and plugged in again has everything, and was reported once', async () => {
    const folder = path.join(await temporaryFolder(), 'data');
    const given = options();
    const data = await openFolder(folder, given);
    const said: SavedEvent[] = [];
    const say = (number: number): void => {
      said.push(event(number));
      data.store.append(event(number));
      data.store.flush();
    };
    keep(data.store, fullState, said);
    say(1);
    await rename(folder, `${folder}-away`);
    say(2);
    given.clock.advance(1000);
    await expect.poll(() => data.store.isKeeping).toBe(false);
    say(3);
    given.clock.advance(5000);
    await rename(`${folder}-away`, folder);
    const later = (): boolean => {
      given.clock.advance(5000);
      return data.store.isKeeping;
    };
    await expect.poll(later).toBe(true);
    expect(given.told).toEqual([
      expect.stringMatching(/^The disk cannot be written/),
      expect.stringMatching(/^The disk can be written again/),
    ]);
    await data.close();
    await during(folder, again => {
      expect(again.store.state).toEqual(fullState);
      expect(again.store.events.map(({ msgid }) => msgid)).toEqual(['m1', 'm2', 'm3']);
    });
  });

  test('that is to keep nothing holds the key and the token only, and forgets what it had', async () => {
    const folder = await temporaryFolder();
    await during(folder, async data => {
      keep(data.store, fullState);
      await data.token();
    });
    for (const name of ['relay.lines.damaged-2', 'relay.lines.stale', 'history.lines', 'relay.lines.locked'])
      await writeFile(path.join(folder, name), 'secret');
    const data = await openDataFolder(folder, { ...options(), keepMs: 0 });
    expect(data.store).toBeUndefined();
    await data.close();
    expect(await readdir(folder)).toEqual(['token']);
  });

  test('is removed with all that it keeps, unless it is in use or something else', async () => {
    const folder = path.join(await temporaryFolder(), 'data');
    await removeDataFolder(folder);
    await during(folder, async () => {
      await expect(removeDataFolder(folder)).rejects.toThrow(/is in use/);
    });
    await removeDataFolder(folder);
    await expect(stat(folder)).rejects.toThrow(/ENOENT/);
    await mkdir(folder);
    await writeFile(path.join(folder, 'letter.txt'), 'Dear Ann');
    await expect(removeDataFolder(folder)).rejects.toThrow(/holds other files/);
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });
});
