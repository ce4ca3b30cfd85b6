import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../../src/chat/connection.ts';
import { awaitedMs, keepaliveTickMs, patience, relayPatience, silentMs } from '../../../src/client/limits.ts';
import { toDisposable } from '../../../src/common/dispose.ts';
import { allCapabilities, meetInRoom } from '../../support/chatClients.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { settle } from '../../support/fakeServer.ts';

describe('a connection that is dead without being closed', () => {
  const meetOn = async (isPyChat: boolean, options: Parameters<typeof meetInRoom>[1] = {}) =>
    meetInRoom({ capabilities: allCapabilities, ...(isPyChat && { isupport: 'PYCHATIDS' }) }, options);

  const isShown = ({ client }: { client: { state: ConnectionState } }): boolean =>
    client.state.phase === 'registered' && client.state.notAnswering === true;

  it.each([
    [false, patience],
    [true, relayPatience],
  ])(
    'is asked after a while of silence, shown 5 s later and then given up (PyChat: %s)',
    async (is, { idleMs, pongTimeoutMs }) => {
      const meeting = await meetOn(is);
      const { peer, client, clock, witness } = meeting;
      clock.advance(idleMs - 1);
      await settle();
      expect(peer.all.join()).not.toContain('PING');
      clock.advance(1);
      const ping = await peer.next('PING');
      peer.say(`:irc.test PONG irc.test ${ping.params[0]!}`);
      await settle();
      clock.advance(idleMs);
      await peer.next('PING');
      clock.advance(silentMs - awaitedMs - 1);
      expect(isShown(meeting)).toBe(false);
      clock.advance(1);
      expect(isShown(meeting)).toBe(true);
      peer.say(':irc.test PONG irc.test pychat2');
      await settle();
      expect(isShown(meeting)).toBe(false);
      clock.advance(idleMs + pongTimeoutMs - 1);
      expect(isShown(meeting)).toBe(true);
      clock.advance(1);
      expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'lost' } });
      expect(witness.states.filter(state => 'notAnswering' in state)).toHaveLength(2);
    },
  );

  it('is asked sooner when it owes an answer, and shown after 10 s', async () => {
    const meeting = await meetOn(false);
    const { peer, client, clock } = meeting;
    client.say('#chat', 'anybody?');
    clock.advance(awaitedMs - 1);
    await settle();
    expect(peer.all.join()).not.toContain('PING');
    clock.advance(1);
    await peer.next('PING');
    clock.advance(silentMs - awaitedMs - 1);
    expect(isShown(meeting)).toBe(false);
    clock.advance(1);
    expect(isShown(meeting)).toBe(true);
    clock.advance(15_000);
    expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'lost' } });
  });

  it.each([
    ['the clock jumps', false, patience],
    ['the network changes', false, patience],
    ['the clock jumps', true, relayPatience],
    ['the network changes', true, relayPatience],
  ])(
    'is asked at once when %s, and given up soon (PyChat: %s)',
    async (what, isPyChat, { checkTimeoutMs }) => {
      const clock = new FakeClock();
      let jump = 0;
      let changed: () => void = () => undefined;
      const own = { now: () => clock.now() + jump, after: clock.after.bind(clock) };
      const onNetworkChange = (listener: () => void) => {
        changed = listener;
        return toDisposable(() => undefined);
      };
      const { peer, client, server } = await meetOn(isPyChat, { clock: own, onNetworkChange });
      const happens = (): void => {
        if (what === 'the network changes') changed();
        else {
          jump += 8 * 3_600_000;
          clock.advance(keepaliveTickMs);
        }
      };
      clock.advance(5_000);
      happens();
      await peer.next('PING');
      peer.say(':irc.test PONG irc.test pychat1');
      await settle();
      clock.advance(checkTimeoutMs);
      expect(client.state.phase).toBe('registered');
      happens();
      clock.advance(checkTimeoutMs);
      expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'lost' } });
      const { count } = server;
      happens();
      await settle();
      expect(server.count).toBe(count + 1);
    },
  );

  it('is asked at once when the clock jumps, without waiting for silence', async () => {
    const clock = new FakeClock();
    let jumped = 0;
    const jumpy = {
      now: () => clock.now() + jumped,
      after: (ms: number, task: () => void) => clock.after(ms, task),
    };
    const { peer, client } = await meetInRoom({}, { clock: jumpy });
    jumped = -3_600_000;
    clock.advance(keepaliveTickMs);
    await peer.next('PING');
    expect(client.state.phase).toBe('registered');
  });
});
