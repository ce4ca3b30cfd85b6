import { afterEach, describe, expect, it, vi } from 'vitest';
import { LineStream } from '../../src/net/lineStream.ts';
import { allCapabilities, meetInRoom } from '../support/chatClients.ts';
import { settle } from '../support/fakeServer.ts';

/** The files of src that the calls so far go through, the first call first. */
function filesOnTheWay(): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = stackTraceLimit;
  const files = [...stack.matchAll(/\/src\/([\w/]+\.ts)/g)].map(([, file]) => file!);
  return [...new Set(files.reverse())];
}

afterEach(() => vi.restoreAllMocks());

describe('the path of a message', () => {
  it('in goes through at most eight files, the stream of lines included', async () => {
    let way: string[] = [];
    const emit = (event: { type: string }): void => {
      if (event.type === 'message') way = filesOnTheWay();
    };
    const { peer } = await meetInRoom({ capabilities: allCapabilities }, { emit });
    peer.say(':bob!u@h PRIVMSG #chat :hello');
    await settle();
    const files = way.slice(way.indexOf('net/lineStream.ts'));
    expect(files[0]).toBe('net/lineStream.ts');
    expect(files.length).toBeLessThanOrEqual(8);
  });

  it('out goes through at most six files, the stream of lines included', async () => {
    const { client } = await meetInRoom({ capabilities: allCapabilities });
    let way: string[] = [];
    vi.spyOn(LineStream.prototype, 'send').mockImplementation(() => {
      way = filesOnTheWay();
    });
    client.say('#chat', 'hello');
    expect(way[0]).toBe('client/chatClient.ts');
    expect(way.length + 1).toBeLessThanOrEqual(6);
  });
});
