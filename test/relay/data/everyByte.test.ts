import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeRecord } from '../../../src/relay/data/log/record.ts';
import { readLog } from '../../../src/relay/data/readLog.ts';
import { openStore } from '../../../src/relay/data/openStore.ts';
import type { StoreLog } from '../../../src/relay/data/storeLog.ts';
import { event, fullChannel, fullState, options } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** The last records of a log, each with what a relay that reads up to it has. */
const steps: readonly (readonly [record: object, had: string])[] = [
  [{ file: 'relay', version: 2 }, ''],
  [{ type: 'put', kind: 'channels', value: fullChannel }, '#Chat'],
  [{ type: 'event', event: event(1) }, '#Chat m1@#chat'],
  [{ type: 'put', kind: 'readMarkers', value: fullState.readMarkers[0] }, '#Chat #chat=10 m1@#chat'],
  [
    { type: 'put', kind: 'readMarkers', value: { ...fullState.readMarkers[0], at: 11 } },
    '#Chat #chat=11 m1@#chat',
  ],
  [{ type: 'put', kind: 'owners', value: fullState.owners[0] }, 'ann #Chat #chat=11 m1@#chat'],
  // One record: no cut leaves a room without its history.
  [{ type: 'rename', from: '#chat', to: '#Talk' }, 'ann #Talk #chat=11 m1@#Talk'],
  [{ type: 'remove', kind: 'readMarkers', key: 'ann #chat' }, 'ann #Talk m1@#Talk'],
  [{ type: 'event', event: event(2, { target: '#talk' }) }, 'ann #Talk m1@#Talk m2@#talk'],
];

const lines = steps.map(([record]) => encodeRecord(record));
const whole = Buffer.concat(lines);

function shown({ state, events }: Pick<StoreLog, 'state' | 'events'>): string {
  return [
    ...state.owners.map(({ nick }) => nick),
    ...state.channels.map(({ name }) => name),
    ...state.readMarkers.map(({ target, at }) => `${target}=${at}`),
    ...events.map(({ msgid, target }) => `${msgid}@${target}`),
  ].join(' ');
}

let file: string;

async function opened(bytes: Buffer): Promise<{ had: string; told: string[] }> {
  file = path.join(await temporaryFolder(), 'relay.lines');
  await writeFile(file, bytes);
  const given = options();
  const store = await openStore(path.dirname(file), given);
  await store.close();
  return { had: shown(store), told: given.told };
}

describe('a log', () => {
  test('that was cut at any byte has every whole record, and goes on', async () => {
    const one = path.join(await temporaryFolder(), 'relay.lines');
    for (let cut = lines[0]!.length; cut <= whole.length; cut++) {
      let [end, count] = [0, 0];
      while (count < lines.length && end + lines[count]!.length <= cut) end += lines[count++]!.length;
      const bytes = whole.subarray(0, cut);
      await writeFile(one, bytes);
      const found = await readLog(one, { ...options(), keptSince: 0 });
      const { state } = found!.state;
      expect([cut, shown({ state, events: found!.events.events }), found!.cutOff]).toEqual([
        cut,
        steps[count - 1]![1],
        cut - end,
      ]);
      // Not each is opened, which waits for the disk.
      if (cut % 32 > 0) continue;
      const { had, told } = await opened(bytes);
      expect(told).toEqual(
        end === cut ? [] : [`${file}: the last ${cut - end} bytes are left out, their writing was cut off`],
      );
      // What it is now is whole.
      const again = options();
      const store = await openStore(path.dirname(file), again);
      expect([shown(store), again.told]).toEqual([had, []]);
      await store.close();
    }
  });

  test('with any byte changed in a record loses that record, and says so', async () => {
    // The event: what is lost with it depends on no other record.
    const from = lines[0]!.length + lines[1]!.length;
    for (let at = from; at < from + lines[2]!.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 0x11;
      const { had, told } = await opened(bytes);
      expect([at, had]).toEqual([at, 'ann #Talk m2@#talk']);
      expect(told).toEqual([expect.stringContaining('damaged records are left out')]);
      expect((await readFile(`${file}.damaged`)).equals(bytes)).toBe(true);
    }
  });
});
