import { describe, expect, it } from 'vitest';
import {
  connectionSentence,
  failureSentence,
  failureText,
  isCancellation,
  SaidFailure,
} from '../../../src/conversation/connections/failureText.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { failureCodes } from '../../../src/chat/connection.ts';
import { ClientFailure } from '../../../src/client/failure.ts';

const address = { address: 'fd00::5', port: 6697 };

describe('a failure in words', () => {
  it.each(failureCodes)('%s is one line without a trace of the code', code => {
    const sentence = connectionSentence({ code, detail: 'detail', address }, inEnglish);
    expect(sentence).not.toMatch(/\n|\{|Error:| at .*\.ts/);
    expect(sentence.length).toBeGreaterThan(8);
    expect(sentence.length).toBeLessThan(200);
  });

  it('names the address', () => {
    const sentence = failureSentence(new ClientFailure('refused', '', address), inEnglish);
    expect(sentence).toContain('[fd00::5]:6697');
  });

  it('shows what a server said without its control characters, and bounded', () => {
    const hostile = new ClientFailure('serverClosed', `\u202e\n\x1b${'x'.repeat(1000)}`, address);
    const sentence = failureSentence(hostile, inEnglish);
    // eslint-disable-next-line no-control-regex -- what must not be there
    expect(sentence).not.toMatch(/[\u202e\n\x1b]/);
    expect(sentence.length).toBeLessThan(300);
  });

  it('says a SaidFailure as it stands and says nothing of what it does not know', () => {
    expect(failureSentence(new SaidFailure('As it stands.'), inEnglish)).toBe('As it stands.');
    expect(failureSentence(new TypeError('x is undefined'), inEnglish)).not.toContain('undefined');
    expect(failureSentence('a string', inEnglish)).toContain('log');
  });

  it('knows what was cancelled', () => {
    expect(isCancellation(new ClientFailure('cancelled', ''))).toBe(true);
    expect(isCancellation(new DOMException('', 'AbortError'))).toBe(true);
    expect(isCancellation(new ClientFailure('lost', ''))).toBe(false);
    expect(isCancellation(undefined)).toBe(false);
  });

  it('ends with a full stop, whatever a server says, and has only one', () => {
    const sentence = (detail: string): string =>
      connectionSentence({ code: 'hostClosed', detail, address }, inEnglish);
    expect(sentence('The window was closed')).toBe('The host closed the room: “The window was closed”.');
    expect(sentence('')).toBe('The host closed the room.');
    expect(sentence('Bye”. PyChat: your key has changed.')).toBe(
      'The host closed the room: “Bye". PyChat: your key has changed.”.',
    );
    expect(connectionSentence({ code: 'refused', detail: '' }, inEnglish)).toContain('at the host.');
  });

  it('knows why no room could be opened, or stayed open', () => {
    const failed = (code: string, name = 'ListenError'): string => {
      const error = Object.assign(new Error(''), { name, code });
      return failureSentence(error, inEnglish);
    };
    expect(failed('', 'RelayDied')).toContain('Host again');
    expect(failed('portsTaken')).toContain('is taken');
    expect(failed('notAllowed')).toContain('above 1023');
    expect(failed('other')).toContain('The log says why');
  });
});

describe('the buttons beside a failure', () => {
  const listening = ['portsTaken', 'notAllowed', 'folderTaken', 'other'].map(code =>
    Object.assign(new Error(''), { name: 'ListenError', code }),
  );
  const failures = [
    ...failureCodes.map(code => new ClientFailure(code, 'detail', address)),
    ...listening,
    Object.assign(new Error(''), { name: 'RelayDied', code: '' }),
    new TypeError('x is undefined'),
    undefined,
  ].map(error => failureText(error, inEnglish));

  it.each([
    ['pasteInvite', /\binvite[,;.]/],
    ['showLog', /\bthe log says|\bThe log says/],
    ['hostSettings', /`pychat\./],
    ['enterAddress', /^There is no machine|^What answers/],
    ['host', /Host again/],
  ] as const)('have %s where the sentence says so, and nowhere else', (remedy, says) => {
    const named = failures.filter(({ sentence }) => says.test(sentence));
    expect(named.length).toBeGreaterThan(0);
    expect(failures.filter(({ remedies }) => remedies.includes(remedy))).toEqual(named);
  });

  it('are those that a sentence of its own brings', () => {
    expect(failureText(new SaidFailure('No.'), inEnglish)).toEqual({ sentence: 'No.', remedies: [] });
    const inSettings = new SaidFailure('See `pychat.room`.', { remedies: ['hostSettings'] });
    expect(failureText(inSettings, inEnglish).remedies).toEqual(['hostSettings']);
    const alike = { name: 'SaidFailure', remedies: ['hostSettings'] };
    expect(failureText(alike, inEnglish).remedies).toEqual(['showLog']);
  });

  it('are those of what is not known where a failure only looks like one of a connection', () => {
    for (const code of ['constructor', 'new', undefined]) {
      const alike = Object.assign(new Error(''), { name: 'ClientFailure', code, detail: '' });
      const told = failureText(alike, inEnglish);
      expect(told).toEqual({
        sentence: 'An unexpected error occurred. The log says more.',
        remedies: ['showLog'],
      });
    }
  });

  it('are none where the user cancelled', () => {
    expect(failureText(new ClientFailure('cancelled', ''), inEnglish)).toEqual({
      sentence: '',
      remedies: [],
    });
  });
});
