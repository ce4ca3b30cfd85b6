import { describe, expect, test } from 'vitest';
import { Places } from '../../../src/relay/guards/places.ts';

describe('places', () => {
  test('are as many as the limit; one more, and the oldest of the fullest group gives way', () => {
    const places = new Places<string>(4, 4);
    expect([places.add('a1', 'a'), places.add('b1', 'b'), places.add('b2', 'b')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(places.isFull).toBe(false);
    expect(places.add('b3', 'b')).toBeUndefined();
    expect(places.isFull).toBe(true);
    expect(places.add('c1', 'c')).toBe('b1');
    expect(places.add('d1', 'd')).toBe('b2');
    expect(places.isFull).toBe(true);
  });

  test('of one group have a limit of their own', () => {
    const places = new Places<string>(10, 2);
    expect([places.add('a1', 'a'), places.add('a2', 'a'), places.add('b1', 'b')].filter(Boolean)).toEqual([]);
    expect(places.add('a3', 'a')).toBe('a1');
  });

  test('are free again once given back, also twice', () => {
    const places = new Places<string>(1, 1);
    places.add('a1', 'a');
    places.remove('a1');
    places.remove('a1');
    expect(places.isFull).toBe(false);
    expect(places.add('b1', 'b')).toBeUndefined();
    expect([places.yieldOf('a'), places.yieldOfFullest(), places.yieldOfFullest()]).toEqual([
      undefined,
      'b1',
      undefined,
    ]);
  });

  test('are kept where no group has more than one: then it is the newcomer who gives way', () => {
    const places = new Places<string>(3, 2);
    for (const group of ['a', 'b', 'c']) expect(places.add(`${group}1`, group)).toBeUndefined();
    expect(places.add('d1', 'd')).toBe('d1');
    // Of an address that has a place the older one goes.
    expect(places.add('a2', 'a')).toBe('a1');
    places.remove('b1');
    expect(places.isFull).toBe(false);
    expect(places.add('d2', 'd')).toBeUndefined();
  });

  test('are never lost to any number of addresses, each with one', () => {
    const places = new Places<string>(200, 50);
    places.add('honest', 'h');
    for (let at = 0; at < 10_000; at++) expect(places.add(`x${at}`, `x${at}`)).not.toBe('honest');
  });

  test('are never lost by the only one of an address to a flood from others', () => {
    const places = new Places<string>(200, 50);
    places.add('honest', 'h');
    for (let at = 0; at < 10_000; at++) expect(places.add(`x${at}`, `x${at % 64}`)).not.toBe('honest');
  });
});
