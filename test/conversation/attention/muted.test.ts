import { beforeEach, describe, expect, it } from 'vitest';
import { DoNotDisturb } from '../../../src/conversation/attention/doNotDisturb.ts';
import { maxMutedName, Muted } from '../../../src/conversation/attention/muted.ts';
import { Connection } from '../../../src/conversation/connections/connection.ts';
import type { Effect } from '../../../src/conversation/effect.ts';
import { maxKeptServers, maxMuted } from '../../../src/conversation/limits.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { KeptMemory } from '../../support/talkWindow.ts';

let memory: KeptMemory;
beforeEach(() => {
  memory = new KeptMemory();
});

const keep = (effect: Effect): void => {
  if (effect.type === 'store') memory.set(effect.key, effect.value);
};

/** What is muted at one server. */
class MutedAt {
  readonly #muted = new Muted(memory, keep);
  readonly #connection: Connection;

  constructor(server: string) {
    this.#connection = new Connection({ id: 'c', hosting: false, room: '#a', name: 'a', server });
  }

  get names(): readonly string[] {
    return this.#muted.names(this.#connection);
  }

  get nicks(): readonly string[] {
    return this.#muted.nicks(this.#connection);
  }

  has(name: string): boolean {
    return this.#muted.has(this.#connection, name);
  }

  heard(nick: string, account?: string): void {
    this.#muted.heard(this.#connection, nick, account);
  }

  renamed(from: string, to: string): void {
    this.#muted.renamed(this.#connection, from, to);
  }

  set(name: string, on: boolean): boolean {
    return this.#muted.set(this.#connection, name, on);
  }
}

/** Another window of the same person at this host. */
const mutedAt = (server: string): MutedAt => new MutedAt(server);

describe('what is muted', () => {
  it('is found whatever its case, and no longer once it is taken back', () => {
    const muted = mutedAt('host');
    expect(muted.set('#Chat', true)).toBe(true);
    expect([muted.has('#chat'), muted.has('#CHAT'), muted.has('#chat2'), muted.has('')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    muted.set('#CHAT', false);
    expect(muted.has('#chat')).toBe(false);
    expect(muted.set('#chat', false)).toBe(true);
  });

  it('is there once, however often it is muted', () => {
    const muted = mutedAt('host');
    muted.set('rui', true);
    muted.set('RUI', true);
    expect(muted.names).toEqual(['RUI']);
  });

  it('follows a person to another nick and a further one, and back', () => {
    const muted = mutedAt('host');
    muted.set('rui', true);
    muted.renamed('bob', 'bob2');
    muted.renamed('Rui', 'other');
    expect([muted.has('OTHER'), muted.has('rui'), muted.has('bob2')]).toEqual([true, true, false]);
    muted.renamed('other', 'third');
    expect([muted.has('third'), muted.has('other')]).toEqual([true, false]);
    muted.set('#chat', true);
    expect(muted.nicks).toEqual(['rui', 'third']);
    muted.set('#chat', false);
    muted.set('third', false);
    expect([muted.has('third'), muted.has('rui')]).toEqual([false, false]);
    expect(muted.names).toEqual([]);
  });

  it.each([
    ['was heard before', ['key1'], []],
    ['is heard under the muted nick', [], ['key1']],
  ])('follows a person who %s to a new connection under another nick', (_, before, after) => {
    const muted = mutedAt('host');
    for (const account of before) muted.heard('rui', account);
    muted.set('rui', true);
    for (const account of after) muted.heard('rui', account);
    muted.heard('eva', 'key2');
    muted.heard('other', 'key1');
    expect([muted.has('other'), muted.has('eva'), muted.has('rui')]).toEqual([true, false, true]);
    const later = mutedAt('host');
    later.heard('third', 'key1');
    expect([later.has('third'), later.has('eva')]).toEqual([true, false]);
    later.set('third', false);
    later.heard('fourth', 'key1');
    expect(later.has('fourth')).toBe(false);
    const last = mutedAt('host');
    last.heard('fourth', 'key1');
    expect(last.has('fourth')).toBe(false);
  });

  it('leaves a nick that a muted person had to whoever has it now, and not their own name', () => {
    const muted = mutedAt('host');
    muted.set('rui', true);
    muted.heard('rui', 'key1');
    muted.renamed('rui', 'other');
    muted.heard('other', 'key2');
    muted.heard('rui', 'key3');
    expect([muted.has('other'), muted.has('rui')]).toEqual([false, true]);
    muted.heard('fourth', 'key1');
    expect(muted.has('fourth')).toBe(true);
  });

  it('follows a person who took another nick before they were muted', () => {
    const muted = mutedAt('host');
    muted.heard('rui', 'key1');
    muted.renamed('rui', 'other');
    muted.set('other', true);
    muted.heard('third', 'key1');
    expect(muted.has('third')).toBe(true);
  });

  it('is kept over the end of the window, for each host by itself', () => {
    mutedAt('one').set('rui', true);
    mutedAt('two').set('ana', true);
    expect(mutedAt('one').names).toEqual(['rui']);
    expect(mutedAt('two').names).toEqual(['ana']);
    expect(mutedAt('three').names).toEqual([]);
  });

  it('leaves nothing behind when it is all taken back', () => {
    const muted = mutedAt('host');
    muted.set('rui', true);
    muted.set('rui', false);
    expect([...memory.texts.values()]).toEqual(['[]']);
  });

  it('is bounded in names and in their length', () => {
    const muted = mutedAt('host');
    for (let count = 0; count < maxMuted; count++) expect(muted.set(`p${count}`, true)).toBe(true);
    expect(muted.set('one more', true)).toBe(false);
    expect(muted.set('p0', true)).toBe(true);
    expect(muted.names).toHaveLength(maxMuted);
    const other = mutedAt('other');
    expect(other.set('a'.repeat(maxMutedName), true)).toBe(true);
    expect(other.set('a'.repeat(maxMutedName + 1), true)).toBe(false);
    expect(other.set('', true)).toBe(false);
  });

  it('is forgotten of the host that was changed longest ago, past so many hosts', () => {
    for (let count = 0; count <= maxKeptServers; count++) mutedAt(`h${count}`).set('rui', true);
    expect(mutedAt('h0').names).toEqual([]);
    expect(mutedAt('h1').names).toEqual(['rui']);
  });

  it.each([
    null,
    1,
    'x',
    {},
    [null],
    [['host']],
    [['host', 'rui']],
    [[1, ['rui']]],
    [['host', [1, '', null]]],
  ])('is nothing when %j was kept', kept => {
    memory.set('pychat.muted', kept);
    expect(mutedAt('host').names).toEqual([]);
  });
});

describe('do not disturb', () => {
  let clock: FakeClock;
  let changes: number;
  beforeEach(() => {
    clock = new FakeClock();
    changes = 0;
  });
  const make = (): DoNotDisturb => new DoNotDisturb(memory, clock, keep, () => (changes += 1));

  it('is off at first', () => {
    expect(make().isOn).toBe(false);
    expect(changes).toBe(0);
  });

  it('is on until it is switched off, also in the next window', () => {
    const quiet = make();
    quiet.set('on');
    clock.advance(1_000 * 86_400_000);
    expect([quiet.isOn, make().isOn, clock.waiting]).toEqual([true, true, 0]);
    quiet.set('off');
    expect([quiet.isOn, make().isOn, changes]).toEqual([false, false, 2]);
  });

  it('ends after an hour, and tells it', () => {
    const quiet = make();
    quiet.set('hour');
    clock.advance(3_599_999);
    expect([quiet.isOn, changes]).toEqual([true, 1]);
    clock.advance(1);
    expect([quiet.isOn, changes, clock.waiting]).toEqual([false, 2, 0]);
  });

  it('ends after the same hour in the next window, and leaves no timer', () => {
    const first = make();
    first.set('hour');
    clock.advance(1_800_000);
    first.dispose();
    const next = make();
    expect([next.isOn, clock.waiting]).toEqual([true, 1]);
    clock.advance(1_800_000);
    expect(next.isOn).toBe(false);
    next.set('hour');
    next.dispose();
    expect(clock.waiting).toBe(0);
  });

  it('lasts no longer than an hour when the clock was set back', () => {
    make().set('hour');
    clock = new FakeClock(clock.now() - 86_400_000);
    const next = make();
    clock.advance(3_600_000);
    expect(next.isOn).toBe(false);
  });

  it('is off when something else was kept', () => {
    memory.set('pychat.doNotDisturbUntil', 'on');
    expect(make().isOn).toBe(false);
  });
});
