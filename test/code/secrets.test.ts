import { describe, expect, it } from 'vitest';
import { findSecrets, withoutSecrets } from '../../src/code/secrets.ts';
import { falseAlarms, secretCorpus, start } from './corpus/secrets.ts';

const names = ['maria', 'root', 'user', 'li'];

const left = (text: string): string => withoutSecrets(text, findSecrets(text, names));

describe('secrets in a text', () => {
  it.each(secretCorpus)('finds %s', (_, text, expected) => {
    expect(left(text)).toBe(expected);
  });

  it.each(falseAlarms)('leaves alone: %s', text => {
    expect(findSecrets(text, names)).toEqual([]);
  });

  it('gives each with its line, in order, and nothing of which could be used', () => {
    const token = `${start('ghp_')}${'a1B2'.repeat(9)}`;
    const text = `one\n/home/ana/x\n\nuse ${token} by Maria\npassword = 'hunter2'`;
    expect(findSecrets(text, names).map(({ kind, line, masked }) => [kind, line, masked])).toEqual([
      ['home', 2, '/home/ana'],
      ['token', 4, 'ghp_…'],
      ['user', 4, 'Maria'],
      ['password', 5, '…'],
    ]);
  });

  it('takes what lies over another as one, so that no end of it stays', () => {
    const key = `${start('ghp_')}aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYzA4bC6`;
    expect(left(`token = "${key}-+9x8y7z6w"`)).toBe('token = "‹token›"');
    expect(findSecrets(`secret: '/home/ana/x1'`, names)).toHaveLength(1);
  });

  it('finds what comes many times, each time', () => {
    const text = Array.from({ length: 50 }, (_, row) => `PASSWORD=hunter${row}`).join('\n');
    expect(findSecrets(text, names).map(({ line }) => line)).toEqual(
      Array.from({ length: 50 }, (_, row) => row + 1),
    );
  });

  it('speaks of a whole program on one line only near the words that tell', () => {
    const chance = 'aB3dE5fG7hJ9kL1mN2pQ4rS6';
    const bundle = `f("${chance}");${'var x=1;'.repeat(25)}token("${chance}");${'var x=1;'.repeat(25)}g("${chance}")`;
    expect(findSecrets(bundle.repeat(20), names)).toHaveLength(20);
    expect(findSecrets(`token\n"${chance}"`, names)).toEqual([]);
  });

  it('finds a name with anything in it, and none that is too short', () => {
    expect(withoutSecrets('by a.b+c, li', findSecrets('by a.b+c, li', ['a.b+c', 'li']))).toBe(
      'by ‹user›, li',
    );
    expect(left('Olá, MARIA!')).toBe('Olá, ‹user›!');
  });

  const long = 200_000;
  it.each([
    ['eyJ-'],
    ['eyJa.'],
    ['a://'],
    ['a://b:'],
    ['-----BEGIN PRIVATE KEY'],
    ['-----BEGIN PRIVATE KEY-----'],
    ['password'],
    ['password='],
    ['password: "'],
    ['/home/'],
    ['C:\\Users\\'],
    ['token a'],
    ['xoxb-1-'],
    ['a.a.'],
    ['sk-'],
    ['Bearer '],
    ['maria'],
    ['maria '],
    ['\n'],
    ['"'],
    ['token="aB3dE5fG7hJ9kL1mN2pQ4rS6" '],
    ['curl '],
    ['mysql -'],
    ['machine a login '],
    ['a://b:@'],
    ['C:\\Users\\a b '],
    ['"/home/'],
    ["password='\\"],
    ["password=''"],
    [' --a-password'],
    ['<password>'],
    ['key="password" '],
    ['a:5432:b:'],
    ['$2a$'],
    ['aB3dE5fG7hJ9kL1mN2pQ4rS6 token '],
  ])('takes its time by length alone: %j', piece => {
    // That of the processor, and of this thread alone: how often an expression goes back, nothing counts.
    const timed = (length: number): number => {
      const text = piece.repeat(length / piece.length);
      const started = process.threadCpuUsage();
      findSecrets(text, names);
      const { user, system } = process.threadCpuUsage(started);
      return (user + system) / 1000;
    };
    timed(long / 10);
    // In proportion it would be ten times as long; by the square a hundred times.
    expect(timed(long)).toBeLessThan(50 * timed(long / 10) + 500);
  });
});
