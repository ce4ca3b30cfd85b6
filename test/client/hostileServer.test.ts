import { describe, expect, it } from 'vitest';
import { connectionBudget } from '../../src/common/connectionBudget.ts';
import {
  floodWindowMs,
  historyFirstMessages,
  lineCostBytes,
  maxCapabilityLength,
  maxFloodBytes,
  maxHeldBytes,
  maxIsupportLength,
  maxLoggedLines,
  maxOpenBatches,
  maxPieceLength,
  maxPieceMessages,
  maxTurnSteps,
} from '../../src/client/limits.ts';
import { FloodGuard } from '../../src/client/connection/floodGuard.ts';
import { Turns } from '../../src/client/connection/turns.ts';
import { Server } from '../../src/client/server.ts';
import { allCapabilities, historyCapabilities, meetInRoom } from '../support/chatClients.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { settle } from '../support/fakeServer.ts';

const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Lets a lot arrive: some of it waits for a later turn. */
async function settleLong(): Promise<void> {
  for (let times = 0; times < 20; times++) await settle();
}

/** Says lines and gives why the server was left; '' while it was not. */
async function leftAfter(lines: readonly string[], capabilities = allCapabilities): Promise<string> {
  const { peer, witness, client } = await meetInRoom({ capabilities });
  peer.say(...lines);
  await settleLong();
  const { state } = client;
  client.dispose();
  expect(witness.states.filter(({ phase }) => phase === 'reconnecting')).toEqual([]);
  return state.phase === 'closed' ? (state.failure?.code ?? 'left') : '';
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('a server is left for good', () => {
  it('when it opens more batches than it closes', async () => {
    const open = (count: number): string[] => numbers(count).map(n => `BATCH +${n} draft/multiline #chat`);
    expect(await leftAfter(open(maxOpenBatches))).toBe('');
    expect(await leftAfter(open(maxOpenBatches + 1))).toBe('flooded');
  });

  it('when it sends line ends without end', async () => {
    const { peer, client } = await meetInRoom({ capabilities: allCapabilities });
    const many = '\r\n'.repeat(maxFloodBytes / lineCostBytes);
    peer.say(many.slice(0, 2000));
    await settleLong();
    expect(client.state.phase).toBe('registered');
    peer.say(many);
    await expect
      .poll(() => client.state, { timeout: 15_000 })
      .toMatchObject({ phase: 'closed', failure: { code: 'flooded' } });
    client.dispose();
  });

  it('when what its open batches hold is too much to keep', async () => {
    const lines = (count: number): string[] => [
      ...numbers(30).map(n => `BATCH +${n} draft/multiline #chat`),
      ...numbers(count).map(n => `@batch=${n % 30} :bob!u@h PRIVMSG #chat :${'x'.repeat(10_000)}`),
    ];
    const share = connectionBudget.client / 20_000;
    expect(await leftAfter(lines(Math.floor(share / 8)))).toBe('');
  });
});

describe('what a server makes us keep', () => {
  it('has no names past a bound, however many rooms are full of people, and those who go make room for others', async () => {
    const { peer, client } = await meetInRoom();
    const room = (n: number): string[] => [
      `:ana!u@h JOIN #r${n}`,
      ...numbers(20).map(
        part =>
          `:s 353 ana = #r${n} :${numbers(100)
            .map(i => `someone${part}-${i}`)
            .join(' ')}`,
      ),
      `:s 366 ana #r${n} :End`,
    ];
    for (const n of numbers(40)) {
      peer.say(...room(n));
      await settle();
    }
    await settleLong();
    const known = (): number => numbers(40).reduce((sum, n) => sum + client.members(`#r${n}`).length, 0);
    expect(client.state.phase).toBe('registered');
    expect(client.members('#r0')).toHaveLength(2_000);
    expect(known()).toBeGreaterThan(20_000);
    expect(known()).toBeLessThan(connectionBudget.names / 80);
    expect(client.members('#r39')).toEqual([]);
    peer.say(':ana!u@h PART #r0', ...room(39));
    await settleLong();
    expect(client.members('#r39').length).toBeGreaterThan(1_900);
    client.dispose();
  });

  it('is let go of with the names of a room', async () => {
    const { peer, client } = await meetInRoom();
    for (let time = 0; time < 30; time++) {
      const names = numbers(100).map(n => `${time}${'n'.repeat(100)}${n}`);
      peer.say(
        ...numbers(100).map(part => `:s 353 ana = #chat :${names.map(name => `${part}${name}`).join(' ')}`),
        ':s 366 ana #chat :End',
      );
      await settle();
    }
    expect(client.state.phase).toBe('registered');
    client.dispose();
  });

  it('is let go of with a batch, a room that was left, and people who go', async () => {
    const { peer, client } = await meetInRoom({ capabilities: allCapabilities });
    const long = 'x'.repeat(15_000);
    const nick = (n: number): string => `n${n}${'n'.repeat(120)}`;
    for (let time = 0; time < 150; time++)
      peer.say(
        `BATCH +b draft/multiline #chat`,
        ...numbers(4).map(() => `@batch=b :bob!u@h PRIVMSG #chat :${long}`),
        time % 2 === 0 ? 'BATCH -b' : ':bob!u@h PRIVMSG #chat :left open, and opened again',
        ':ana!u@h JOIN #r',
        ...numbers(100).map(n => `:${nick(n)}!u@h JOIN #r`),
        ...numbers(50).map(n => `:${nick(n)}!u@h QUIT :bye`),
        ':ana!u@h PART #r',
      );
    await settleLong();
    expect(client.state.phase).toBe('registered');
    client.dispose();
  });

  it('is let out where it is too much to be held for the history', async () => {
    for (const [bytes, isHeld] of [
      [maxHeldBytes * 0.9, true],
      [maxHeldBytes * 1.1, false],
    ] as const) {
      const { peer, witness, client } = await meetInRoom({ capabilities: historyCapabilities });
      const text = 'x'.repeat(10_000);
      peer.say(
        ...numbers(Math.floor(bytes / 20_700)).map(n => `@msgid=m${n} :bob!u@h PRIVMSG #chat :${text}`),
      );
      await settleLong();
      expect(witness.messages.length === 0).toBe(isHeld);
      client.dispose();
    }
  });

  it('is no feature or capability that is longer than any is', () => {
    const server = new Server('ana');
    const value = (length: number): string => `K=${'x'.repeat(length - 2)}`;
    server.learn([
      'ana',
      value(maxIsupportLength),
      `L=${value(maxIsupportLength)}`,
      'are supported by this server',
    ]);
    expect(server.supports('K')).toHaveLength(maxIsupportLength - 2);
    expect(server.supports('L')).toBeUndefined();
  });

  it('is no log without end', async () => {
    const logged: string[] = [];
    const { peer, client } = await meetInRoom({}, { log: text => logged.push(text) });
    peer.say(...numbers(10 * maxLoggedLines).map(n => (n % 2 === 0 ? '@a' : 'a\0b')));
    await settleLong();
    expect(logged).toHaveLength(maxLoggedLines);
    client.dispose();
  });

  it('is no log without end where it finds a fault of ours', async () => {
    const logged: string[] = [];
    const emit = (): void => {
      throw new Error('a fault');
    };
    const { peer, client } = await meetInRoom({}, { log: text => logged.push(text), emit });
    peer.say(...numbers(10 * maxLoggedLines).map(n => `:bob!u@h PRIVMSG #chat :${n}`));
    await settleLong();
    expect(logged).toHaveLength(maxLoggedLines);
    client.dispose();
  });

  it('is no capability that is longer than any is', async () => {
    const { peer, client } = await meetInRoom({ capabilities: 'cap-notify' });
    const long = `draft/read-marker=${'x'.repeat(maxCapabilityLength)}`;
    peer.say(`:s CAP ana NEW :${long}`, ':s CAP ana NEW :server-time');
    await settle();
    expect(peer.all.filter(line => line.startsWith('CAP REQ')).slice(-1)).toEqual(['CAP REQ server-time']);
    client.dispose();
  });
});

describe('a flood', () => {
  it('is more than so many bytes within a while, short lines counted as well', () => {
    const clock = new FakeClock();
    const guard = new FloodGuard(clock);
    const half = maxFloodBytes / 2 - lineCostBytes;
    expect([half, half, 0].map(length => guard.isFlood(length))).toEqual([false, false, true]);
    clock.advance(floodWindowMs + 1);
    expect(guard.isFlood(half)).toBe(false);
    const short = new FloodGuard(clock);
    const count = maxFloodBytes / lineCostBytes;
    let lines = 1;
    while (!short.isFlood(0)) lines += 1;
    expect(lines).toBe(count + 1);
  });
});

describe('one turn of the event loop', () => {
  it('takes so many steps, and begins again with the next', async () => {
    const turns = new Turns(new FakeClock());
    for (let step = 0; step < maxTurnSteps; step++) {
      expect(turns.isUsedUp).toBe(false);
      turns.spend();
    }
    expect(turns.isUsedUp).toBe(true);
    await nextTurn();
    expect(turns.isUsedUp).toBe(false);
  });

  it('is followed by others when the client is closed: the end is told behind all that was read, then nothing', async () => {
    const { peer, witness, client } = await meetInRoom();
    peer.say(...numbers(10 * maxTurnSteps).map(n => `:bob!u@h PRIVMSG #chat :${n}`));
    await expect.poll(() => witness.heard.length).toBeGreaterThan(0);
    client.dispose();
    await settle();
    expect(witness.all.at(-1)).toMatchObject({ type: 'state', state: { phase: 'closed' } });
    const told = witness.all.length;
    await settleLong();
    expect(witness.all).toHaveLength(told);
  });

  it('is not worked through by many lines: others have their turns between', async () => {
    const { peer, witness, client } = await meetInRoom();
    const before = witness.all.length;
    peer.say(...numbers(10 * maxTurnSteps).map(n => `:bob!u@h PRIVMSG #chat :${n}`));
    let most = 0;
    for (let turn = 0, seen = before; turn < 200; turn++) {
      await nextTurn();
      most = Math.max(most, witness.all.length - seen);
      seen = witness.all.length;
    }
    expect(most).toBeLessThanOrEqual(maxTurnSteps);
    expect(witness.heard).toEqual(numbers(10 * maxTurnSteps).map(String));
    client.dispose();
  });

  it('does not lose the last words of a server that closes behind many lines', async () => {
    const { peer, witness, client } = await meetInRoom();
    peer.say(...numbers(10 * maxTurnSteps).map(n => `:bob!u@h PRIVMSG #chat :${n}`), 'ERROR :Enough of you');
    peer.end();
    await settleLong();
    expect(witness.heard).toHaveLength(10 * maxTurnSteps);
    expect(witness.states.at(-1)).toMatchObject({
      failure: { code: 'serverClosed', detail: 'Enough of you' },
    });
    client.dispose();
  });

  it('is not worked through by what was held, which stays in order before what comes then', async () => {
    const { peer, witness, client } = await meetInRoom({ capabilities: historyCapabilities });
    const count = 5 * maxTurnSteps;
    peer.say(...numbers(count).map(n => `@msgid=m${n} :bob!u@h PRIVMSG #chat :${n}`));
    await settle();
    const { params, tags } = await peer.next('CHATHISTORY');
    expect(params[0]).toBe('TARGETS');
    const label = (of: ReadonlyMap<string, string>): string => of.get('label') ?? '';
    peer.say(`@label=${label(tags)} FAIL CHATHISTORY INVALID_PARAMS x :no`);
    const latest = await peer.next('CHATHISTORY');
    // From the end of a turn, so that what is counted as one is one.
    await nextTurn();
    peer.say(
      `@label=${label(latest.tags)} FAIL CHATHISTORY INVALID_PARAMS x :no`,
      ':bob!u@h PRIVMSG #chat :last',
    );
    let most = 0;
    for (let turn = 0, seen = witness.all.length; turn < 100; turn++) {
      await nextTurn();
      most = Math.max(most, witness.all.length - seen);
      seen = witness.all.length;
    }
    expect(most).toBeLessThanOrEqual(maxTurnSteps + 1);
    expect(witness.heard).toEqual([...numbers(count).map(String), 'last']);
    client.dispose();
  });

  it('is told no more of a piece of history than so many messages, and so long ones', async () => {
    for (const [count, length, pieces] of [
      [maxPieceMessages, 1, 1],
      [maxPieceMessages + 1, 1, 2],
      [historyFirstMessages / 10, maxPieceLength / 5, 2],
    ] as const) {
      const { peer, witness, client } = await meetInRoom({ capabilities: historyCapabilities });
      peer.say(
        'BATCH +h chathistory #chat',
        ...numbers(count).map(n => `@batch=h;msgid=m${n} :bob!u@h PRIVMSG #chat :${'x'.repeat(length)}`),
        'BATCH -h',
      );
      await settle();
      expect(witness.of('history').filter(({ events }) => events.length > 0)).toHaveLength(pieces);
      expect(witness.messages).toHaveLength(count);
      client.dispose();
    }
  });
});
