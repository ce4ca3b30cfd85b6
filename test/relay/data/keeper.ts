// Keeps numbered things in a data folder as fast as it can, and says which it has handed over, until it is killed.
// Arguments: the folder; how large the log may grow before it is compacted; how many things are kept.
import { systemClock } from '../../../src/common/clock.ts';
import { openDataFolder } from '../../../src/relay/data/dataFolder.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import type { SavedEvent } from '../../../src/relay/data/relayStore.ts';

const [folder = '', compactLogBytes = '100000', most = '50'] = process.argv.slice(2);
const kept = Number(most);

const limits = {
  ...defaultLimits,
  compactLogBytes: Number(compactLogBytes),
  savedEventsPerTarget: kept,
  savePauseMs: 5,
  saveRetryMs: 20,
};
const data = await openDataFolder(folder, {
  limits,
  clock: systemClock,
  keepMs: Infinity,
  log: text => process.stdout.write(`log ${text}\n`),
});
const { store } = data;
if (store === undefined) throw new Error('it keeps nothing');
process.stdout.write(`key ${(await data.identity('test')).fingerprints.key} ${await data.token()}\n`);

let number = Math.max(0, ...store.events.map(event => Number(event.msgid)));
const events: SavedEvent[] = [...store.events];
store.start({
  sources: {
    owners: nick => ({ nick, key: 'a'.repeat(64), at: number }),
    visitors: () => undefined,
    channels: () => undefined,
    readMarkers: () => undefined,
    losses: () => undefined,
  },
  history: () => events.slice(-kept),
});

/** What is said here was handed over, so a kill takes none of it. */
setInterval(() => {
  for (let count = 0; count < 20; count++) {
    number += 1;
    const event = {
      target: '#chat',
      time: number,
      msgid: String(number),
      source: 'ann!ann@here',
      command: 'PRIVMSG',
      params: ['#chat', 'olá '.repeat(number % 200)],
    };
    events.push(event);
    if (events.length > 2 * kept) events.splice(0, kept);
    store.append(event);
  }
  for (let index = 0; index < 200; index++) store.changed('owners', `n${index}`);
  store.flush();
  process.stdout.write(`at ${number}\n`);
}, 1);
