import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../src/irc/message.ts';
import { ERR_ALREADYREGISTERED, ERR_NEEDMOREPARAMS, ERR_NOTREGISTERED } from '../../src/irc/numerics.ts';
import { commands } from '../../src/relay/commandTable.ts';
import { TestRelay } from '../support/testRelay.ts';

const rows = [...commands.values()];
const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);
const words = (count: number): string => Array.from({ length: count }, (_, i) => ` w${i}`).join('');

const registered = rows.filter(row => row.when === 'registered');
const registering = rows.filter(row => row.when === 'registering');
const withParams = rows.filter(row => row.minParams > 0);
const harmless = rows.filter(row => row.name !== 'QUIT');

describe('every command', () => {
  test.each(rows)('$name has its name in upper case', ({ name }) => {
    expect(name).toBe(name.toUpperCase());
  });

  test.each(registered)('$name is refused before the welcome', async ({ name, minParams, quiet }) => {
    const lines = await new TestRelay().connect().ask(name + words(minParams));
    expect(commandsOf(lines)).toEqual(quiet === true ? [] : [ERR_NOTREGISTERED]);
  });

  test.each(registering)('$name is refused after the welcome', async ({ name, minParams }) => {
    const ann = await new TestRelay().join('ann');
    expect(commandsOf(await ann.ask(name + words(minParams)))).toEqual([ERR_ALREADYREGISTERED]);
  });

  test.each(withParams)('$name is refused with too few parameters, or an empty one', async row => {
    const { name, when, minParams, missing } = row;
    const bench = new TestRelay();
    const early = when === 'registering';
    const peer = early
      ? bench.connect()
      : await bench.join('ann', { capabilities: 'batch labeled-response' });
    const label = early ? '' : '@label=x ';
    for (let given = 0; given < minParams; given++) {
      const expected = [missing?.[given] ?? ERR_NEEDMOREPARAMS];
      expect(commandsOf(await peer.ask(`${label}${name}${words(given)}`))).toEqual(expected);
      expect(commandsOf(await peer.ask(`${label}${name}${words(given)} :`))).toEqual(expected);
    }
  });

  test.each(harmless)('$name never ends the session, whatever it is given', async ({ name }) => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: 'batch labeled-response draft/multiline' });
    const bob = await bench.join('bob', { room: '' });
    const odd = [
      ':',
      ': ',
      '::',
      ':a b',
      '#',
      '#chat',
      '*',
      ',',
      ',,',
      '+',
      '-',
      '0',
      'ann',
      'é',
      '\u{1}',
      '+#x',
    ];
    for (const one of odd)
      for (const two of odd)
        for (const peer of [ann, bob]) {
          await peer.ask(
            `${name} ${one.startsWith(':') ? 'w' : one} ${two}`,
            `${name} ${one}`,
            `@batch=${name} ${name}`,
          );
        }
    expect(bench.log).toEqual([]);
    expect((await ann.ask('@label=z PONG')).at(-1)).toBe('@label=z :relay.test ACK');
  });
});

describe('the dispatcher', () => {
  test('answers an unknown command, and a line that is none', async () => {
    const peer = new TestRelay().connect();
    expect(await peer.ask('FROB x', ':only-a-source', '@tag', '12', ' ')).toEqual([
      ':relay.test 421 * FROB :Unknown command',
      ':relay.test 421 * * :Unknown command',
      ':relay.test 421 * * :Unknown command',
      ':relay.test 421 * 12 :Unknown command',
      ':relay.test 421 * * :Unknown command',
    ]);
  });

  test('answers what it could not read with the label and the command, where there are any', async () => {
    const ann = await new TestRelay().join('ann', { capabilities: 'batch labeled-response' });
    expect(await ann.ask('@label=a FROB_1')).toEqual([
      '@label=a :relay.test 421 ann FROB_1 :Unknown command',
    ]);
    for (const line of ['@label=b PRIVMSG #chat ', '@label=c ', ''])
      ann.stream.write(Buffer.concat([Buffer.from(line), Buffer.from([0xff, 0x0a])]));
    const told = 'Only UTF-8 is read here';
    expect(await ann.news()).toEqual([
      `@label=b :relay.test FAIL PRIVMSG INVALID_UTF8 :${told}`,
      `:relay.test FAIL * INVALID_UTF8 :${told}`,
      `:relay.test FAIL * INVALID_UTF8 :${told}`,
    ]);
  });

  test('knows commands in any case', async () => {
    expect(await new TestRelay().connect().ask('cap list')).toEqual([':relay.test CAP * LIST :']);
  });

  test('takes a line of 510 bytes and refuses a longer one', async () => {
    const peer = new TestRelay().connect();
    const line = (bytes: number): string => `FROB ${'ã'.repeat((bytes - 6) / 2)}x`;
    expect(commandsOf(await peer.ask(line(510)))).toEqual(['421']);
    expect(commandsOf(await peer.ask(line(512)))).toEqual(['417']);
    expect(commandsOf(await peer.ask('x'.repeat(10_000)))).toEqual(['417']);
  });

  test('refuses what is not UTF-8, NUL and a bare carriage return', async () => {
    const peer = new TestRelay().connect();
    peer.stream.write(Buffer.from([0x50, 0xff, 0x0a]));
    peer.stream.write('PING a\0b\nPING a\rb\n');
    expect(await peer.ask()).toEqual([
      ':relay.test FAIL * INVALID_UTF8 :Only UTF-8 is read here',
      ':relay.test 400 * * :The line holds a NUL or a bare carriage return',
      ':relay.test 400 * * :The line holds a NUL or a bare carriage return',
    ]);
  });

  test('keeps the length of a line when it repeats what it was sent', async () => {
    const peer = new TestRelay().connect();
    for (const line of [`PING ${'x'.repeat(500)}`, `NICK ${'x'.repeat(500)}`, `CAP ${'x'.repeat(500)}`]) {
      peer.send(line);
      expect((await peer.nextLine()).length).toBeLessThanOrEqual(510);
    }
  });
});
