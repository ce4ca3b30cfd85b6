import { describe, expect, test } from 'vitest';
import { asChannel, asEvent, asOwner, asReadMarker } from '../../../src/relay/data/savedShapes.ts';
import { annKey, event, fullChannel, fullEvent, fullState } from './samples.ts';

const owner = fullState.owners[0]!;
const marker = fullState.readMarkers[0]!;
const longest = 'x'.repeat(65_536);

/** As a file brings it. */
const read = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe('what a file holds', () => {
  test('is given back as it is when it is right', () => {
    expect(asOwner(read(owner))).toEqual(owner);
    expect(asReadMarker(read(marker))).toEqual(marker);
    expect(asEvent(read(fullEvent))).toEqual(fullEvent);
    expect(asEvent(read(event(2)))).toEqual(event(2));
    expect(asEvent({ ...event(2), target: 'ann bob' })).toMatchObject({ target: 'ann bob' });
    const { topic, key, limit, ...bare } = fullChannel;
    expect([topic, key, limit]).not.toContain(undefined);
    expect(asChannel(bare)).toEqual(bare);
  });

  test('may hold keys that mean something to JavaScript, which mean nothing here', () => {
    const channel = asChannel(read(fullChannel))!;
    expect(channel).toEqual(fullChannel);
    expect(Object.keys(channel.metadata)).toContain('__proto__');
    expect(Object.getPrototypeOf(channel.metadata)).toBe(Object.prototype);
  });

  test('loses fields that nobody knows', () => {
    expect(asOwner({ ...owner, more: 1 })).toEqual(owner);
    expect(asEvent({ ...event(1), more: 1 })).toEqual(event(1));
    expect(asChannel({ ...fullChannel, more: 1 })).toEqual(fullChannel);
  });

  test.each([undefined, null, 1, 'text', [], {}, [owner]])('is refused when it is %j', value => {
    expect([asOwner(value), asReadMarker(value), asChannel(value), asEvent(value)]).toEqual(
      Array.from({ length: 4 }),
    );
  });

  test.each([
    { nick: 'no nick' },
    { nick: '' },
    { key: annKey.slice(1) },
    { key: annKey.toUpperCase() },
    { at: -1 },
    { at: 1.5 },
    { at: '9' },
    { at: Date.UTC(9999, 11, 31, 23, 59, 59, 999) + 1 },
  ])('is refused as an owner with %j', wrong => {
    expect(asOwner({ ...owner, ...wrong })).toBeUndefined();
  });

  test('may be from the last moment of the year 9999', () => {
    expect(asOwner({ ...owner, at: Date.UTC(9999, 11, 31, 23, 59, 59, 999) })).toBeDefined();
  });

  test.each([{ account: '' }, { account: 'a b' }, { target: ':x' }, { target: 'a\nb' }, { at: null }])(
    'is refused as a read marker with %j',
    wrong => {
      expect(asReadMarker({ ...marker, ...wrong })).toBeUndefined();
    },
  );

  test.each([
    { name: 'chat' },
    { name: '#a b' },
    { name: `#${'x'.repeat(300)}` },
    { createdAt: NaN },
    { modes: 'nt' },
    { modes: '+n t' },
    { modes: 7 },
    { topic: 'text' },
    { topic: { text: 'a\r\nQUIT', by: 'ann', at: 1 } },
    { topic: null },
    { key: 'a b' },
    { key: '' },
    { limit: 0 },
    { limit: 1.5 },
    { lists: {} },
    { lists: { b: [], e: [], I: [{ mask: '*', by: 'ann' }] } },
    { lists: { b: [{ mask: 'a b', by: 'ann', at: 1 }], e: [], I: [] } },
    { operatorKeys: ['ann'] },
    { operatorKeys: annKey },
    { metadata: { key: 1 } },
    { metadata: { 'a b': 'text' } },
    { metadata: { key: 'a\0b' } },
  ])('is refused as a channel with %j', wrong => {
    expect(asChannel({ ...fullChannel, ...wrong })).toBeUndefined();
  });

  test.each([
    { target: 'ann' },
    { target: 'ann bob cid' },
    { target: 'ann ' },
    { time: 'now' },
    { msgid: '' },
    { msgid: 'a b' },
    { source: ':ann' },
    { source: 'ann\r\n' },
    { command: 'privmsg' },
    { command: 'PRIVMSG #chat' },
    { command: '0001' },
    { params: '#chat' },
    { params: ['', 'last'] },
    { params: ['a b', 'last'] },
    { params: [':a', 'last'] },
    { params: ['#chat', 'a\nb'] },
    { params: ['#chat', 7] },
    { params: Array.from({ length: 16 }, () => 'x') },
    { account: 'a b' },
    { account: null },
    { clientTags: { 'a b': '' } },
    { clientTags: { '+a': 1 } },
    { lines: 'text' },
    { lines: [{ text: 'a' }] },
    { lines: [{ text: 'a\nb', concat: false }] },
    { params: ['#chat', `${longest}x`] },
  ])('is refused as an event with %j', wrong => {
    expect(asEvent({ ...event(1), ...wrong })).toBeUndefined();
  });

  test('is taken as an event up to the edges', () => {
    expect(asEvent({ ...event(1), params: ['#chat', longest] })).toBeDefined();
    expect(
      asEvent({ ...event(1), params: ['x', ...Array.from({ length: 13 }, () => 'x'), ': last one'] }),
    ).toBeDefined();
    expect(asEvent({ ...event(1), params: [] })).toBeDefined();
    expect(asChannel({ ...fullChannel, name: `#${'x'.repeat(299)}` })).toBeDefined();
  });
});
