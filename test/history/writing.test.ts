import { beforeEach, describe, expect, it } from 'vitest';
import { HistoryFile } from '../../src/history/historyFile.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { row, said } from '../support/historyWorkspace.ts';
import { MemoryFolder } from '../support/memoryFolder.ts';

let clock: FakeClock;
let folder: MemoryFolder;
let file: HistoryFile;
/** When a whole history came into its place. */
let times: number[];

beforeEach(async () => {
  clock = new FakeClock();
  folder = new MemoryFolder();
  times = [];
  folder.onRename = () => times.push(clock.now());
  file = new HistoryFile({ folder, clock, count: 3, onFault: fault => expect.unreachable(fault) });
  await file.load();
});

/** Moves the clock and lets the writing come to its end: in memory it takes no turn of the loop. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await new Promise(setImmediate);
}

describe('writing the history file', () => {
  it('happens at most once a second, however many lines come', async () => {
    const start = clock.now();
    for (let tenth = 0; tenth < 50; tenth++) {
      for (let index = 0; index < 5; index++) file.add(said(`${tenth}.${index}`));
      await pass(0);
      await pass(100);
    }
    expect(times.map(time => time - start)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(folder.text('history.txt')).toBe(row('49.2') + row('49.3') + row('49.4'));
  });

  it('comes by itself within a second after a line', async () => {
    file.add(said('one'));
    await pass(0);
    expect(folder.text('history.txt')).toBe(row('one'));
    file.add(said('two'));
    await pass(999);
    expect(folder.text('history.txt')).toBe(row('one'));
    await pass(1);
    expect(folder.text('history.txt')).toBe(row('one') + row('two'));
  });

  it('forgets a line that was taken back, within a second', async () => {
    const [one, two] = [said('one'), said('two')];
    file.add(one);
    file.add(two);
    await pass(0);
    file.remove(one.id);
    file.remove('never there');
    await pass(1_000);
    expect(folder.text('history.txt')).toBe(row('two'));
    await pass(10_000);
    expect(times).toHaveLength(2);
  });

  it('stops when there is nothing new', async () => {
    file.add(said('one'));
    await pass(10_000);
    expect(times).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it('is not put off for longer when the clock is set back', async () => {
    file.add(said('one'));
    await pass(0);
    clock.now = () => 0;
    file.add(said('two'));
    await pass(1000);
    expect(times).toHaveLength(2);
  });

  it('is over when it is closed', async () => {
    file.add(said('one'));
    await file.close();
    file.add(said('two'));
    expect(clock.waiting).toBe(0);
    await file.close();
    expect(folder.text('history.txt')).toBe(row('one'));
    expect(times).toHaveLength(1);
  });

  it('happens on closing without waiting for the second to pass', async () => {
    file.add(said('one'));
    await pass(0);
    file.add(said('two'));
    await file.close();
    expect(folder.text('history.txt')).toBe(row('one') + row('two'));
    expect(clock.waiting).toBe(0);
  });

  it('holds the lines that came while the last write was under way', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>(resolve => (release = resolve));
    const write = folder.write.bind(folder);
    folder.write = (name, bytes) => held.then(() => write(name, bytes));
    file.add(said('one'));
    await pass(0);
    file.add(said('two'));
    await pass(5000);
    expect(times).toEqual([]);
    const closing = file.close();
    release();
    await closing;
    expect(folder.text('history.txt')).toBe(row('one') + row('two'));
  });

  it('uses a temporary name that no other window uses', async () => {
    const names = new Set<string>();
    const write = folder.write.bind(folder);
    folder.write = (name, bytes) => {
      names.add(name);
      return write(name, bytes);
    };
    for (let window = 0; window < 10; window++) {
      const other = new HistoryFile({ folder, clock, count: 3, onFault: fault => expect.unreachable(fault) });
      other.add(said('one'));
      await other.close();
    }
    expect([...names].filter(name => name.endsWith('.tmp'))).toHaveLength(10);
  });
});
