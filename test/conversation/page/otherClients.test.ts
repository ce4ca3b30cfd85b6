import { describe, expect, it } from 'vitest';
import type { RoomFacts } from '../../../src/conversation/page/banner.ts';
import { otherClientsText } from '../../../src/conversation/page/otherClients.ts';
import { inEnglish } from '../../../src/chat/translate.ts';

const facts: RoomFacts = {
  room: '#chat',
  port: 6698,
  addresses: ['192.168.0.5', 'fd00::5'],
  open: false,
  certificate: 'AB:CD:EF',
  key: '01:23:45',
  password: 'token',
};
const linesOf = (more: Partial<RoomFacts> = {}): string[] =>
  otherClientsText({ ...facts, ...more }, inEnglish).split('\n');

describe('what /irc prints', () => {
  it('names all that a client may ask for', () => {
    expect(linesOf().slice(0, 6)).toEqual([
      'Other IRC clients join with:',
      '  server       192.168.0.5, port 6698, TLS',
      '  password     token',
      '  channel      #chat',
      '  certificate  SHA-256 AB:CD:EF',
      '  public key   SHA-256 01:23:45',
    ]);
  });

  it('gives the lines for irssi', () => {
    expect(linesOf()).toContain('/connect -tls -tls_pinned_cert AB:CD:EF 192.168.0.5 6698 token');
    expect(linesOf()).toContain('/join #chat');
  });

  it('gives the lines for WeeChat, with the names of before and after version 4', () => {
    const fingerprints = '-tls_fingerprint=abcdef -ssl_fingerprint=abcdef';
    expect(linesOf()).toContain(
      `/server add pychat 192.168.0.5/6698 -tls -ssl ${fingerprints} -password=token -autojoin=#chat`,
    );
    expect(linesOf()).toContain('/connect pychat');
  });

  it('leaves the password out of an open room', () => {
    const text = linesOf({ open: true, password: '' }).join('\n');
    expect(text).not.toMatch(/password/i);
    expect(text).toContain('/connect -tls -tls_pinned_cert AB:CD:EF 192.168.0.5 6698\n');
    expect(text).toContain('-ssl_fingerprint=abcdef -autojoin=#chat\n');
  });
});
