import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase, isChannel, isNick, nickOf, sameName, toNick } from '../../src/irc/names.ts';

const text = fc.string({ unit: 'binary' });

describe('folding case', () => {
  it('is done once and for all, and changes no lengths', () => {
    fc.assert(
      fc.property(text, name => {
        expect(foldCase(foldCase(name))).toBe(foldCase(name));
        expect(foldCase(name)).toHaveLength(name.length);
        expect(sameName(name, foldCase(name))).toBe(true);
      }),
    );
  });

  it('knows A to Z only, as CASEMAPPING=ascii says', () => {
    expect(foldCase('ANA[]\\^~É#İ')).toBe('ana[]\\^~É#İ');
    expect(sameName('Ana', 'aNA')).toBe(true);
    expect(sameName('ana[', 'ana{')).toBe(false);
    expect(sameName('É', 'é')).toBe(false);
    expect(sameName('k', '\u212a')).toBe(false);
  });
});

describe('a nick', () => {
  it.each(['a', 'Ana', 'ana-2', '[a]', '\\`_^{|}', '_1'])('may be %j', nick =>
    expect(isNick(nick, 30)).toBe(true),
  );

  it.each(['', '1a', '-a', 'a b', 'a,b', 'a:b', '#a', 'a!b', 'a@b', 'a.b', 'é', 'a\n', 'a\0', '~a', '🎉'])(
    'may not be %j',
    nick => expect(isNick(nick, 30)).toBe(false),
  );

  it('is as long as allowed and no longer', () => {
    expect(isNick('a'.repeat(30), 30)).toBe(true);
    expect(isNick('a'.repeat(31), 30)).toBe(false);
  });
});

describe('a channel', () => {
  it.each(['#a', '##', '#sala-é', '#🎉', '#a#b'])('may be %j', name =>
    expect(isChannel(name, 64)).toBe(true),
  );

  it.each(['', '#', 'a', '&a', '#a b', '#a,b', '#a:b', '#a\x07', '#a\0', '#a\r', '#a\x7f', ' #a'])(
    'may not be %j',
    name => expect(isChannel(name, 64)).toBe(false),
  );

  it('is as many bytes long as allowed and no more', () => {
    expect(isChannel(`#${'a'.repeat(63)}`, 64)).toBe(true);
    expect(isChannel(`#${'a'.repeat(64)}`, 64)).toBe(false);
    expect(isChannel(`#a${'é'.repeat(31)}`, 64)).toBe(true);
    expect(isChannel(`#${'é'.repeat(32)}`, 64)).toBe(false);
  });
});

describe('the nick in a source', () => {
  it.each([
    ['ana!user@host', 'ana'],
    ['ana@host', 'ana'],
    ['ana', 'ana'],
    ['irc.example.org', 'irc.example.org'],
    ['', ''],
    ['!x', ''],
    ['a\nb!c', 'a\nb'],
  ])('of %j is %j', (source, nick) => expect(nickOf(source)).toBe(nick));
});

describe('making a nick of a name', () => {
  it('gives a nick or nothing', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (name, maxBytes) => {
        const nick = toNick(name, maxBytes);
        expect(nick === '' || isNick(nick, maxBytes)).toBe(true);
      }),
    );
  });

  it('leaves a nick with a letter in it as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9[\]\\`_^{|}-]{0,29}$/), nick => {
        fc.pre(/[A-Za-z]/.test(nick));
        expect(toNick(nick, 30)).toBe(nick);
      }),
    );
  });

  it.each([
    ['João', 'Joao'],
    ['Ana Maria', 'Ana_Maria'],
    ['  ana  ', 'ana'],
    ['DOMAIN\\ana', 'DOMAIN\\ana'],
    ['ana@example.org', 'ana_example_org'],
    ['007bond', 'bond'],
    ['42', ''],
    ['', ''],
    ['Анна', ''],
    ['🎉', ''],
    ['a'.repeat(40), 'a'.repeat(30)],
  ])('%j becomes %j', (name, nick) => expect(toNick(name, 30)).toBe(nick));
});
