import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DataFolder, openDataFolder } from '../../../src/relay/data/dataFolder.ts';
import { DataError } from '../../../src/relay/data/dataError.ts';
import { encodeRecord } from '../../../src/relay/data/record.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { annKey, emptyState, event, fullEvent, fullState, keep, options } from './samples.ts';

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

/** Opens a folder, does something, and closes it. */
async function during<T>(
  folder: string,
  work: (data: DataFolder) => T | Promise<T>,
  given = options(),
): Promise<T> {
  const data = await openDataFolder(folder, given);
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
    const data = await openDataFolder(folder, options());
    expect([data.state, data.events]).toEqual([emptyState, []]);
    expect(await modeOf(folder)).toBe(0o700);
    await data.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('gives back at the next start what was kept', async () => {
    const folder = await temporaryFolder();
    const first = await during(folder, async data => {
      keep(data, fullState);
      for (const number of [1, 2, 3, 4]) data.append({ ...fullEvent, msgid: `m${number}` });
      data.redact('#chat', 'm2');
      data.append(event(5, { target: '#gone' }));
      data.forget('#gone');
      data.rename('#chat', '#talk');
      return { key: (await data.identity('chat.example')).fingerprints.key, token: await data.token() };
    });
    await during(folder, async data => {
      expect(data.state).toEqual(fullState);
      expect(data.events).toEqual(
        ['m1', 'm3', 'm4'].map(msgid => ({ ...fullEvent, target: '#talk', msgid })),
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
        data.start({
          visitors: () => undefined,
          owners: () => undefined,
          channels: () => undefined,
          readMarkers: () => ({ account: 'ann', target: '#chat', at: ++taken }),
          losses: () => undefined,
        });
        const change = (): void => data.changed('readMarkers', 'ann #chat');
        for (let count = 0; count < 100; count++) change();
        expect(taken).toBe(0);
        given.clock.advance(0);
        await expect.poll(() => readFile(path.join(folder, 'relay.lines'), 'utf8')).toContain('"at":1');
        expect(taken).toBe(1);
        change();
        given.clock.advance(999);
        expect(taken).toBe(1);
      },
      given,
    );
    expect((await during(folder, data => data.state)).readMarkers).toEqual([
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
    const data = await openDataFolder(await temporaryFolder(), options());
    await Promise.all([data.close(), data.close()]);
    await data.close();
  });

  test('keeps how things are when closing begins, and nothing that comes after', async () => {
    const folder = await temporaryFolder();
    const data = await openDataFolder(folder, options());
    keep(data, fullState);
    data.append(event(1));
    const closed = data.close();
    keep(data, { ...emptyState, owners: [{ nick: 'ann', key: annKey, at: 10 }] });
    data.forget('#chat');
    data.append(event(2));
    await closed;
    await during(folder, again => {
      expect([again.state, again.events]).toEqual([fullState, [event(1)]]);
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
    expect(await readdir(path.join(parent, 'real'))).toEqual(['token']);
  });

  test('loses what a killed process has left half written', async () => {
    const folder = await temporaryFolder();
    await during(folder, data => keep(data, fullState));
    const left = ['relay.lines.tmp', 'state.lines.tmp', 'history.lines.tmp', 'identity.pem.tmp', 'token.tmp'];
    for (const name of left) await writeFile(path.join(folder, name), 'half');
    expect(await during(folder, data => data.state)).toEqual(fullState);
    expect(await readdir(folder)).toEqual(['relay.lines']);
  });

  test('from a newer version is refused, and nothing in it changes', async () => {
    const folder = await temporaryFolder();
    await during(folder, async data => {
      await data.token();
      keep(data, fullState);
      data.append(event(1));
    });
    await writeFile(path.join(folder, 'relay.lines'), encodeRecord({ file: 'relay', version: 3 }));
    const before = await snapshot(folder);
    const opening = openDataFolder(folder, options());
    await expect(opening).rejects.toThrow(DataError);
    await expect(opening).rejects.toThrow(/^[^\n]+newer pychat-relay \(format 3\)$/);
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
    const data = await openDataFolder(folder, given);
    await rm(folder, { recursive: true });
    keep(data, fullState);
    data.append(event(1));
    await data.close();
    expect(given.told).toHaveLength(1);
    expect(given.told[0]).toMatch(/^the data folder cannot be written, and is tried again: ENOENT/);
  });

  test('that is unplugged and plugged in again has everything, and was reported once', async () => {
    const folder = path.join(await temporaryFolder(), 'data');
    const given = options();
    const data = await openDataFolder(folder, given);
    /** Lets one writing come to its end: only then the next one is planned. */
    const ended = async (): Promise<void> => {
      while (given.clock.waiting > 0) given.clock.advance(1000);
      await expect.poll(() => given.clock.waiting).toBe(1);
    };
    keep(data, fullState);
    data.append(event(1));
    given.clock.advance(0);
    data.append(event(2));
    await expect.poll(() => given.clock.waiting).toBe(1);
    await rename(folder, `${folder}-away`);
    data.append(event(3));
    for (let attempt = 0; attempt < 3; attempt++) await ended();
    expect(given.told).toEqual([expect.stringContaining('the data folder cannot be written')]);
    await rename(`${folder}-away`, folder);
    while (given.clock.waiting > 0) given.clock.advance(1000);
    await expect.poll(() => given.told.slice(1)).toEqual(['the data folder is written again']);
    await data.close();
    await during(folder, again => {
      expect(again.state).toEqual(fullState);
      expect(again.events.map(({ msgid }) => msgid)).toEqual(['m1', 'm2', 'm3']);
    });
  });
});
