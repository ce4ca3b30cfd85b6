// Keeps numbered things in a data folder as fast as the disk takes them, and says what the disk has, until it is
// killed. Arguments: the folder; how large the log may grow before it is compacted.
import { systemClock } from '../../../src/common/clock.ts';
import { openDataFolder } from '../../../src/relay/data/dataFolder.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';

const [folder = '', compactLogBytes = '100000'] = process.argv.slice(2);

const limits = {
  ...defaultLimits,
  compactLogBytes: Number(compactLogBytes),
  savedEventsPerTarget: 50,
  savePauseMs: 0,
  saveRetryMs: 20,
};
const data = await openDataFolder(folder, {
  limits,
  clock: systemClock,
  log: text => process.stdout.write(`log ${text}\n`),
});
process.stdout.write(`key ${(await data.identity('test')).fingerprints.key} ${await data.token()}\n`);

let number = Math.max(0, ...data.events.map(event => Number(event.msgid)));
data.start({
  owners: nick => ({ nick, key: 'a'.repeat(64), at: number }),
  visitors: () => undefined,
  channels: () => undefined,
  readMarkers: () => undefined,
  losses: () => undefined,
});

/** What is said was added before it is said, so it is never behind what a kill finds. */
setInterval(() => {
  for (let count = 0; count < 20; count++) {
    number += 1;
    data.append({
      target: '#chat',
      time: number,
      msgid: String(number),
      source: 'ann!ann@here',
      command: 'PRIVMSG',
      params: ['#chat', 'olá '.repeat(number % 200)],
    });
  }
  for (let index = 0; index < 200; index++) data.changed('owners', `n${index}`);
  process.stdout.write(`at ${number}\n`);
}, 1);
