import { appendFile, cp, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { DataError } from '../../../src/relay/data/dataError.ts';
import { encodeRecord } from '../../../src/relay/data/log/record.ts';
import { erasedEvent } from '../../../src/relay/data/erased.ts';
import type { SavedEvent, SavedState } from '../../../src/relay/data/relayStore.ts';
import { emptyState, event, fullEvent, fullState, options, openFolder } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** That format said nothing of what was lost. */
const oldState: SavedState = { ...fullState, losses: [] };
/** Written by the last version that had format 1. */
const format1 = fileURLToPath(new URL('format1', import.meta.url));

/** The second was taken back. */
const events = [fullEvent, erasedEvent(event(2)), event(3), event(4), event(6, { target: '#other' })];

let folder: string;
beforeEach(async () => {
  folder = path.join(await temporaryFolder(), 'data');
  await cp(format1, folder, { recursive: true });
});

const inData = (name: string): string => path.join(folder, name);

async function opened(): Promise<{ state: SavedState; events: readonly SavedEvent[]; told: string[] }> {
  const given = options();
  const data = await openFolder(folder, given);
  await data.close();
  return { state: data.store.state, events: data.store.events, told: given.told };
}

describe('a data folder of format 1', () => {
  test('is read, and is one log from then on', async () => {
    for (let start = 0; start < 2; start++) {
      expect(await opened()).toEqual({ state: oldState, events, told: [] });
      expect(await readdir(folder)).toEqual(['relay.lines']);
    }
    expect(await readFile(inData('relay.lines'), 'utf8')).not.toContain('number 2');
  });

  test('counts no more once the log is there: a kill may have come before it was removed', async () => {
    await opened();
    await cp(format1, folder, { recursive: true });
    await appendFile(inData('history.lines'), encodeRecord({ type: 'event', event: event(7) }));
    expect(await opened()).toEqual({ state: oldState, events, told: [] });
    expect(await readdir(folder)).toEqual(['relay.lines']);
  });

  test('may be without history, or without state', async () => {
    const state = await readFile(inData('state.lines'));
    for (const name of ['state.lines', 'history.lines']) {
      folder = await temporaryFolder();
      await cp(path.join(format1, name), inData(name));
      expect((await opened()).told).toEqual([]);
      expect(await readdir(folder)).toEqual(['relay.lines']);
    }
    expect(state.length).toBeGreaterThan(0);
  });

  test('keeps all that can be read of a state that was cut anywhere, which was refused before', async () => {
    const whole = await readFile(inData('state.lines'));
    const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1);
    for (let cut = 0; cut < whole.length; cut += 31) {
      folder = path.join(await temporaryFolder(), 'data');
      await cp(format1, folder, { recursive: true });
      await truncate(inData('state.lines'), cut);
      const { state, told } = await opened();
      const left = Math.max(0, ends.filter(end => end <= cut).length - 1);
      const all = [...fullState.owners, ...fullState.channels, ...fullState.readMarkers];
      expect([...state.owners, ...state.channels, ...state.readMarkers]).toEqual(all.slice(0, left));
      expect(told).toEqual([expect.stringContaining('state.lines.damaged is the file as it was')]);
      expect(await readFile(inData('state.lines.damaged'))).toEqual(whole.subarray(0, cut));
    }
  });

  test('that is damaged in both files is kept as it was beside the log', async () => {
    for (const name of ['state.lines', 'history.lines']) {
      const bytes = await readFile(inData(name));
      const lines = bytes.toString('latin1').split('\n');
      lines[1] = `x${lines[1]}`;
      await writeFile(inData(name), lines.join('\n'), 'latin1');
    }
    const { state, events: left, told } = await opened();
    expect([state, left]).toEqual([{ ...oldState, owners: [] }, events.slice(1)]);
    expect(told.map(line => line.slice(folder.length + 1))).toEqual([
      `state.lines: 1 damaged records are left out; ${inData('state.lines.damaged')} is the file as it was`,
      `history.lines: 1 damaged records are left out; ${inData('history.lines.damaged')} is the file as it was`,
    ]);
    expect(await readdir(folder)).toEqual(['history.lines.damaged', 'relay.lines', 'state.lines.damaged']);
  });

  test.each(['state', 'history'])('with the %s of a newer version is refused and left alone', async name => {
    await mkdir(folder, { recursive: true });
    await writeFile(inData(`${name}.lines`), encodeRecord({ file: name, version: 4 }));
    await expect(opened()).rejects.toThrow(DataError);
    await expect(opened()).rejects.toThrow(/newer pychat-relay/);
    expect(await readdir(folder)).toEqual(['history.lines', 'state.lines']);
  });
});

test('an empty folder of no format is an empty state', async () => {
  folder = await temporaryFolder();
  expect(await opened()).toEqual({ state: emptyState, events: [], told: [] });
});
