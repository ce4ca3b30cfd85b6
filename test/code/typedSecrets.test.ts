import { describe, expect, it } from 'vitest';
import { carriesSecret, withoutLogin } from '../../src/code/typedSecrets.ts';

describe('what is typed', () => {
  it.each([
    '/msg NickServ IDENTIFY hunter2',
    '/MSG bruno hi',
    '  / msg bruno hi',
    '//msg bruno hi',
    '/query bruno hi',
    '/whisper bruno hi',
    '/ns identify hunter2',
    '/identify hunter2',
    '/register ana@x.example hunter2',
    '/nickserv ghost ana hunter2',
    '/join #x KEY',
    '/j #x KEY',
    '/oper ana hunter2',
    '/pass hunter2',
    '/quote PASS hunter2',
    '/raw OPER ana hunter2',
    '/quote AUTHENTICATE AGFuYQBodW50ZXIy',
    '/irc hunter2',
    '/mode #x +k KEY',
    '/connect irc.example 6697 hunter2',
    'IDENTIFY hunter2',
    'identify\nhunter2',
    'NickServ: identify hunter2',
    'password hunter2',
    'DB_PASSWORD=hunter2isnotsafe',
    'postgres://ana:hunter2@db/x',
    'come in: pychat1-AbCdEf',
    'vscode://pychat.pychat/join#AbCdEf',
    'ghp_0123456789abcdefghijABCDEFGHIJ012345',
  ])('carries a secret: %j', text => expect(carriesSecret(text)).toBe(true));

  it.each([
    'hello',
    '/me waves',
    '/join #x',
    '/irc',
    '/help msg',
    '/msg',
    '/topic a new one',
    '/nick ana',
    '/who',
    'identify',
    'src/app.ts:12',
    'the login page is broken',
    '/home/ana/project',
    '',
  ])('carries none: %j', text => expect(carriesSecret(text)).toBe(false));

  it('is handed on without what logs somebody in', () => {
    expect(withoutLogin('IDENTIFY hunter2', 'bruno')).toBe('IDENTIFY ‹…›');
    expect(withoutLogin('set password hunter2', 'NickServ')).toBe('set ‹…›');
    expect(withoutLogin('set password hunter2', 'bruno')).toBe('set password hunter2');
    expect(withoutLogin('hello there', 'bruno')).toBe('hello there');
    expect(withoutLogin('identify', 'NickServ')).toBe('identify');
  });
});
