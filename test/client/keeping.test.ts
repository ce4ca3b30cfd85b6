import { describe, expect, it } from 'vitest';
import { meet, never } from '../support/chatClients.ts';
import { type FakeConnection, settle } from '../support/fakeServer.ts';

type Given = ReturnType<typeof meet> & { peer: FakeConnection };

/** Somebody on a server that says this of itself in 005. */
async function on(...tokens: readonly string[]): Promise<Given> {
  const given = meet();
  const joined = given.client.start(never);
  const peer = await given.server.accept();
  await peer.next('USER');
  peer.say(':irc.test 001 ana :hi', `:irc.test 005 ana ${tokens.join(' ')} :x`, ':irc.test 376 ana :End');
  await joined;
  return { ...given, peer };
}

describe('what a server keeps of what is said', () => {
  it.each([
    [['NETWORK=x'], undefined],
    [['PYCHATIDS'], 0],
    [['PYCHATIDS', 'PYCHATKEEPS=86400'], 86_400],
    [['PYCHATKEEPS=999999999'], 999_999_999],
    // What nobody can read says nothing.
    [['PYCHATIDS', 'PYCHATKEEPS=9999999999'], undefined],
    [['PYCHATIDS', 'PYCHATKEEPS=ever'], undefined],
    [['PYCHATIDS', 'PYCHATKEEPS=0'], undefined],
  ])('is known from 005 as soon as it is up: %j', async (tokens, seconds) => {
    const { client, witness } = await on(...tokens);
    expect(client.keepsSeconds).toBe(seconds);
    expect(witness.of('keepingChanged')).toEqual([]);
  });

  it('is told when it changes, and only then', async () => {
    const { client, witness, peer } = await on('PYCHATIDS', 'PYCHATKEEPS=60');
    const told: (number | undefined)[] = [];
    for (const token of ['-PYCHATKEEPS', '-PYCHATKEEPS', 'PYCHATKEEPS=60', 'NICKLEN=9', 'PYCHATKEEPS=90']) {
      peer.say(`:irc.test 005 ana ${token} :x`);
      await settle();
      told.push(client.keepsSeconds);
    }
    expect(told).toEqual([0, 0, 60, 60, 90]);
    expect(witness.of('keepingChanged')).toHaveLength(3);
  });
});
