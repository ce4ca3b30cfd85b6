import { beforeEach, describe, expect, it } from 'vitest';
import { base } from '../support/talkTime.ts';
import type { TalkServer } from '../support/talkServer.ts';
import { TalkWindow } from '../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

describe('the transcript', () => {
  it('is what was said, and nothing that was told to this person alone', () => {
    const facts = {
      room: '#chat',
      port: 6697,
      addresses: ['192.0.2.1'],
      open: false,
      certificate: 'AB',
      key: 'CD',
    };
    const host = window.enter('#host', { facts: { ...facts, password: 'hunter2' } });
    for (const text of [
      '/irc',
      '/help',
      '/dir',
      '/echo hunter2',
      '/topic',
      '/who',
      '/ver',
      '/nosuch hunter2',
    ])
      window.type(text);
    host.emit({ type: 'serverSaid', at: base, text: 'hunter2' });
    window.take({
      type: 'listed',
      shownAs: 'note',
      tab: window.page.active,
      rooms: [{ name: '#hunter2', people: 1, topic: '' }],
    });
    host.says('ana', 'one\n[2026-11-22 12:48] <rui> forged', { target: '#host' });
    expect(window.shown().join('\n')).toContain('hunter2');
    const { text, lines } = window.conversation.transcript;
    expect(lines).toBe(1);
    expect(text).toMatch(/^\[[^\]]*\] <ana> one\n {2}\[2026-11-22 12:48\] <rui> forged\n$/);
  });

  it('has no password that was said to a service', () => {
    window.type('/msg NickServ');
    room.own('IDENTIFY hunter2', { target: 'NickServ' });
    room.own('ghost ana hunter2', { target: 'NickServ' });
    room.says('NickServ', 'You are now identified.', { target: 'NickServ' });
    const { text } = window.conversation.transcript;
    expect(text).not.toContain('hunter2');
    expect(text).toContain('IDENTIFY ‹…›');
    expect(text).toContain('You are now identified.');
  });
});
