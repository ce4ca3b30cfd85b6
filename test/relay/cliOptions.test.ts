import { describe, expect, test } from 'vitest';
import { parseCommandLine, UsageError } from '../../src/relay/cliOptions.ts';

describe('the command line', () => {
  test('needs nothing', () => {
    expect(parseCommandLine([])).toEqual({
      host: '::',
      port: 6697,
      portsToTry: 10,
      room: '#chat',
      isOpen: false,
    });
  });

  test('tries only the port that was named', () => {
    expect(parseCommandLine(['--port', '65535'])).toMatchObject({ port: 65_535, portsToTry: 1 });
    expect(parseCommandLine(['--port=0'])).toMatchObject({ port: 0 });
  });

  test('asks for help or version before anything else', () => {
    expect(parseCommandLine(['--help', '--port', 'x'])).toBe('help');
    expect(parseCommandLine(['--version'])).toBe('version');
  });

  test.each([
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', 'http'],
    ['--room', 'chat'],
    ['--room', `#${'x'.repeat(64)}`],
    ['--token', 'short'],
    ['--token', 'abcdefghijklmnopqrstuB'],
    ['--open', '--token', 'abcdefghijklmnopqrstuA'],
    ['--cert', 'a.pem'],
    ['--key', 'a.pem'],
    ['--frob'],
    ['stray'],
    ['--host'],
  ])('refuses %s %s in one line', (...args) => {
    const words = args.filter(Boolean);
    expect(() => parseCommandLine(words)).toThrow(UsageError);
    expect(() => parseCommandLine(words)).toThrow(/^[^\n]+$/);
  });

  test('takes a room name of exactly the limit', () => {
    const room = `#${'x'.repeat(63)}`;
    expect(parseCommandLine(['--room', room])).toMatchObject({ room });
  });
});
