import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFileRequest } from '../../../src/relay/files/fileRequest.ts';
import { settle } from '../../support/fakeServer.ts';
import { FileBench } from './fileBench.ts';

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const target = fc.stringMatching(/^[^\s\0]{1,64}$/);
const bytes = fc.maxSafeNat();

describe('a request for a file', () => {
  test('reads as it is written', () => {
    fc.assert(
      fc.property(target, bytes, word, word, (name, size, id, secret) => {
        expect(parseFileRequest(`OFFER ${name} ${size}`)).toEqual({ type: 'offer', target: name, size });
        const renews = { id, secret };
        expect(parseFileRequest(`OFFER ${name} ${size} ${id} ${secret}`)).toEqual({
          type: 'offer',
          target: name,
          size,
          renews,
        });
        for (const name of ['FETCH', 'GET'])
          expect(parseFileRequest(`${name} ${id} ${secret} ${size}`)).toEqual({
            type: 'get',
            id,
            secret,
            offset: size,
            confirms: name === 'FETCH',
          });
        expect(parseFileRequest(`SEND ${id}`)).toEqual({ type: 'send', pull: id });
      }),
    );
  });

  test.each([
    'OFFER  5',
    'OFFER a 05',
    'OFFER a 1e3',
    'OFFER a 9007199254740992',
    'OFFER a 5 id',
    'OFFER a 5 id secret more',
    'OFFER a 5 i! secret',
    'GET id secret',
    'FETCH id secret',
    'GET id secret -1',
    `GET ${'i'.repeat(65)} secret 0`,
    'GET  secret 0',
    'SEND ',
    'SEND a b',
    'send a',
    '',
  ])('is not %j', line => {
    expect(parseFileRequest(line)).toBeUndefined();
  });

  test('that is anything at all is answered or closed, and the relay goes on without a bug', async () => {
    const bench = new FileBench({ fileRequests: 1e9, maxFileConnectionsPerKey: 1000 });
    await bench.join('ann');
    const lines = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .array(
          fc.oneof(
            fc.constantFrom('OFFER', 'GET', 'SEND', '#chat', 'ann', '0', '5', 'x\r', '\n'),
            fc.string(),
          ),
          {
            maxLength: 6,
          },
        )
        .map(words => Buffer.from(`${words.join(' ')}\n`)),
    );
    await fc.assert(
      fc.asyncProperty(lines, async line => {
        const peer = bench.connect('ann');
        peer.stream.write(line);
        peer.stream.end();
        await settle();
        peer.stream.destroy();
        await settle();
      }),
      { numRuns: 200 },
    );
    expect(bench.relay.log.filter(text => text.includes('failed'))).toEqual([]);
    const { control } = await bench.offer('ann', '#chat', 1);
    control.stream.destroy();
  });
});
