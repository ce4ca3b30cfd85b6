import { beforeEach, describe, expect, it } from 'vitest';
import {
  maxOpenTabs,
  maxQueueLength,
  maxQueueMessages,
  queueAskMs,
} from '../../../src/conversation/limits.ts';
import type { TalkServer } from '../../support/talkServer.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;

beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

/** The window is gone as it is when its process is killed. */
function kill(): void {
  window = new TalkWindow({ kept: window.kept, clock: window.clock });
}

/** Own lines with how far they have come. */
const states = (): string[] =>
  window
    .lines()
    .flatMap(line => (line.kind === 'message' && line.own ? [`${line.text}: ${line.delivery ?? ''}`] : []));

const sent = (after = 5) => ({ after, parts: 1, cuts: 0 });
const resumed = (server: TalkServer) => server.requests('resume').flatMap(({ messages }) => messages);
const questions = () => window.done.filter(effect => effect.type === 'askQueue');

describe('what had not arrived when the window ended', () => {
  it('is there again, in its tab, also without a connection', () => {
    const [waiting, under] = [room.own('waits', { delivery: 'queued' }), room.own('under way')];
    room.emit({ type: 'delivery', target: '#chat', id: under, delivery: 'sent', sent: sent() });
    window.settle();
    kill();
    expect(states()).toEqual(['waits: queued', 'under way: notConfirmed']);
    const again = window.connect('#chat');
    again.registers();
    expect(resumed(again)).toEqual([
      { id: waiting, target: '#chat', form: 'say', text: 'waits', isOld: false },
      { id: under, target: '#chat', form: 'say', text: 'under way', sent: sent(), isOld: false },
    ]);
    again.admits();
    again.echoes(waiting, 'm1', 9);
    again.echoes(under, 'm2', 10);
    expect(states()).toEqual(['waits: relayed', 'under way: relayed']);
    kill();
    expect(states()).toEqual([]);
  });

  it('is kept together with what an earlier window had, where that comes while this one closes', () => {
    const first = room.own('of the window before', { delivery: 'queued' });
    kill();
    const { kept, clock } = window;
    window = new TalkWindow({ kept, clock, isQueueLate: true });
    room = window.enter('#chat');
    room.own('heard', { delivery: 'relayed' });
    const second = room.own('typed before that was there', { delivery: 'queued' });
    window.take({ type: 'closing' });
    window.loadQueue();
    kill();
    const again = window.connect('#chat');
    again.registers();
    expect(resumed(again).map(({ id }) => id)).toEqual([first, second]);
  });

  it('is one line, though the file of the workspace has it as relayed', () => {
    const id = room.own('hello');
    kill();
    const again = window.enter('#chat');
    const { at } = again.past(9, 'rui', '');
    const line = {
      kind: 'message',
      nick: 'rui',
      text: 'hello',
      form: 'say',
      own: false,
      isFromFile: true,
    } as const;
    const other = { ...line, id: 'f2', at: at - 1_000 };
    window.take({ type: 'earlier', lines: [other, { ...line, id: 'f1', at }] });
    window.done.length = 0;
    again.emit({ type: 'delivery', target: '#chat', id, delivery: 'relayed', msgid: 'm1', at: at + 400 });
    expect(window.said()).toEqual(['rui: hello', 'rui: hello']);
    expect(states()).toEqual(['hello: relayed']);
    expect(window.done.filter(({ type }) => type === 'keepLine')).toEqual([]);
  });

  it('is given to the client before it is registered, and to the next one when that came to nothing', () => {
    room.own('waits', { delivery: 'queued', target: 'ana' });
    kill();
    const failed = window.connect('#chat');
    failed.ends('inviteNeeded');
    const again = window.connect('#chat');
    expect([resumed(failed).length, resumed(again).length]).toEqual([1, 1]);
    expect(again.asked.map(({ type }) => type)).toEqual(['resume']);
  });

  it('is given to the client behind the wish to enter the room that it is for', () => {
    room.own('waits', { delivery: 'queued' });
    kill();
    const again = window.connect('#chat');
    expect(again.asked).toEqual([]);
    again.registers();
    expect(again.asked.map(({ type }) => type)).toEqual(['enterRoom', 'resume']);
  });

  it('is not what another client of ours has said', () => {
    room.says('rui', 'elsewhere', { own: true, delivery: 'relayed' });
    window.settle();
    expect(window.kept.workspace.queue).toBeUndefined();
  });

  it('is given to no other server', () => {
    room.own('waits', { delivery: 'queued' });
    kill();
    expect(window.connect('#chat', { server: 'b'.repeat(64) }).asked).toEqual([]);
  });

  it('opens the private chat that it is for', () => {
    room.own('psst', { delivery: 'queued', target: 'ana' });
    kill();
    window.enter('#chat');
    expect(window.tabs()).toEqual(['[#chat]', 'ana']);
  });

  it('is kept as it was when the window says goodbye', () => {
    const id = room.own('waits', { delivery: 'queued' });
    window.take({ type: 'closing' });
    room.emit({ type: 'delivery', target: '#chat', id, delivery: 'failed', reason: 'closed' });
    window.take({ type: 'left', connection: room.id });
    window = window.reload();
    expect(states()).toEqual(['waits: queued']);
  });

  it.each(['relayed', 'failed', 'notConfirmed'] as const)('is not kept once it is %s', delivery => {
    const id = room.own('one');
    room.emit({ type: 'delivery', target: '#chat', id, delivery, reason: 'lost' });
    window.settle();
    kill();
    expect(states()).toEqual([]);
  });

  it('is not in the file of the workspace before it has arrived', () => {
    const id = room.own('waits', { delivery: 'queued' });
    expect(window.inFile()).toEqual([]);
    room.echoes(id, 'm1', 2);
    expect(window.inFile()).toEqual(['waits']);
  });

  it('can also come when the connection is up already', () => {
    const value: unknown = [['a'.repeat(64), [{ ...queued('early'), writtenAt: window.clock.now() }]]];
    window.take({ type: 'keptQueue', value });
    expect(resumed(room)).toMatchObject([{ id: 'early', text: 'waits' }]);
    expect(states()).toEqual(['waits: queued']);
  });

  it.each([
    ['has no id', { id: 1 }],
    ['has a name that is too long', { ...queued('long'), target: `#${'x'.repeat(200)}` }],
    ['was sent in no parts', { ...queued('none'), sent: { ...sent(), parts: 0 } }],
    ['is no message', null],
  ])('is all there beside one that %s', (_, bad) => {
    const good = { ...queued('good'), writtenAt: window.clock.now() };
    window.kept.workspace.queue = JSON.stringify([['a'.repeat(64), [bad, good]]]);
    kill();
    expect(resumed(window.enter('#chat'))).toMatchObject([{ id: 'good', text: 'waits' }]);
  });

  it('has as many parts as it went out in', () => {
    const parts = 1_001;
    const id = room.own('line\n'.repeat(parts), { sent: { after: 5, parts, cuts: 0 } });
    const other = room.own('waits', { delivery: 'queued' });
    window.settle();
    kill();
    expect(resumed(window.enter('#chat'))).toMatchObject([{ id, sent: { parts } }, { id: other }]);
  });

  it.each([undefined, 1, [[1, []]], [['a'.repeat(64), [{ id: 1 }]]]])(
    'is nothing when %j was kept',
    value => {
      window.kept.workspace.queue = JSON.stringify(value ?? null);
      kill();
      expect(window.connect('#chat').asked).toEqual([]);
    },
  );
});

describe('what waits for a room that gets no tab', () => {
  const full = (): TalkServer => {
    window.kept.workspace.texts.clear();
    kill();
    const other = window.enter('#o1', { server: 'b'.repeat(64) });
    for (let count = 2; count <= maxOpenTabs; count++) other.admits(`#o${count}`);
    return other;
  };
  const inServerTab = (): void => window.open('10.0.0.1:6698');
  const reasons = () => window.lines().flatMap(line => (line.kind === 'message' ? [line.reason] : []));

  it('is shown with the reason, and neither sent nor lost', () => {
    room.own('waits', { delivery: 'queued' });
    full();
    room = window.enter('#chat', { admits: [] });
    inServerTab();
    expect(states()).toEqual(['waits: failed']);
    expect(reasons()).toEqual(['Too many tabs are open for #chat. Close one, then send it again.']);
    expect(resumed(room)).toEqual([]);
    window.take({ type: 'queueAnswered', connection: room.id, answer: 'send' });
    expect([states(), resumed(room)]).toEqual([['waits: failed'], []]);
    kill();
    room = window.enter('#chat');
    expect(states()).toEqual(['waits: queued']);
  });

  it('is sent as the same line once there is space for a tab, in which it stands then', () => {
    const id = room.own('waits', { delivery: 'queued' });
    full();
    window.ask({ type: 'closeTab', tab: window.tab('#o1') });
    room = window.enter('#dev', { admits: ['#dev'] });
    inServerTab();
    window.ask({ type: 'closeTab', tab: window.tab('#o2') });
    window.ask({ type: 'sendAgain', tab: window.page.active, id });
    expect(states()).toEqual([]);
    const asked = room.asked.map(({ type }) => type).filter(type => type !== 'markRead');
    expect(asked.slice(-2)).toEqual(['enterRoom', 'resume']);
    window.open('#chat');
    expect(states()).toEqual(['waits: queued']);
  });

  it('is sent when the queue comes late, as its room is entered then', () => {
    const value: unknown = [
      ['a'.repeat(64), [{ ...queued('late'), target: '#dev', writtenAt: window.clock.now() }]],
    ];
    window.take({ type: 'keptQueue', value });
    expect(room.requests('enterRoom').map(one => one.room)).toEqual(['#chat', '#dev']);
    expect(room.asked.at(-1)).toMatchObject({ type: 'resume', messages: [{ id: 'late' }] });
  });
});

describe('what has waited for long', () => {
  beforeEach(() => {
    room.own('old', { delivery: 'queued' });
    window.clock.advance(queueAskMs);
    room.own('young', { delivery: 'queued' });
    kill();
    window.clock.advance(1);
    room = window.enter('#chat');
  });

  it('is not sent, and asked about once', () => {
    expect(resumed(room).map(({ text }) => text)).toEqual(['young']);
    expect(states()).toEqual(['old: failed', 'young: queued']);
    expect(questions()).toMatchObject([{ connection: room.id, send: 'Send', discard: 'Discard' }]);
  });

  it('is sent as the same line when that is the answer', () => {
    window.take({ type: 'queueAnswered', connection: room.id, answer: 'send' });
    expect(resumed(room).at(-1)).toMatchObject({ text: 'old', isOld: false });
    expect(states()).toEqual(['old: queued', 'young: queued']);
  });

  it('is gone when it is discarded', () => {
    window.take({ type: 'queueAnswered', connection: room.id, answer: 'discard' });
    expect(states()).toEqual(['young: queued']);
    window.settle();
    kill();
    expect(states()).toEqual(['young: queued']);
  });

  it('stays without an answer, and can be sent by its line', () => {
    window.take({ type: 'queueAnswered', connection: room.id, answer: undefined });
    const { id } = window.lines().find(line => line.text === 'old')!;
    window.ask({ type: 'sendAgain', tab: window.page.active, id });
    expect(resumed(room).at(-1)).toMatchObject({ id, text: 'old' });
    expect(room.requests('say')).toEqual([]);
  });
});

it('asks nothing about what was sent long ago: that is only looked for', () => {
  const id = room.own('under way', { sent: sent() });
  window.clock.advance(queueAskMs + 1);
  kill();
  room = window.enter('#chat');
  expect(resumed(room)).toMatchObject([{ id, isOld: true }]);
  expect(questions()).toEqual([]);
});

describe('what is not kept', () => {
  it.each([
    ['a password', 'postgres://ana:s3same@db/x', '#chat'],
    ['what logs in', 'IDENTIFY ana sesame', 'ana'],
    ['words for a service', 'DROP everything', 'NickServ'],
  ])('is %s: the next window says so', (_, text, target) => {
    room.own(text, { delivery: 'queued', target });
    window.settle();
    expect(window.kept.workspace.queue).not.toContain(text);
    kill();
    room = window.enter('#chat');
    if (target !== '#chat') window.open(target);
    expect(window.shown().join()).toMatch(
      /Not kept over the restart, since they may hold secrets: 1 messages/,
    );
    expect(resumed(room)).toEqual([]);
    kill();
    room = window.enter('#chat');
    expect(window.shown().join()).not.toContain('Not kept');
  });

  it.each([
    ['messages', maxQueueMessages, 1],
    ['characters', 1, maxQueueLength],
  ])('is more than so many %s', (_, count, length) => {
    for (let left = count; left > 0; left--) room.own('x'.repeat(length), { delivery: 'queued' });
    window.settle();
    expect(window.kept.workspace.queue).not.toContain('"lost"');
    room.own('y', { delivery: 'queued' });
    kill();
    expect(window.shown().join()).toContain('since too many were waiting: 1 messages');
    expect(states()).toHaveLength(count);
  });
});

it('says of lines that are under way that the connection has ended, when it has', () => {
  room.own('waits', { delivery: 'queued' });
  room.own('under way');
  window.take({ type: 'left', connection: room.id });
  expect(states()).toEqual(['waits: failed', 'under way: notConfirmed']);
  expect(window.lines().find(line => line.text === 'waits')).toMatchObject({
    reason: 'The connection has ended.',
  });
});

function queued(id: string) {
  return { id, target: '#chat', nick: 'rui', form: 'say', at: 1, writtenAt: 1, text: 'waits' };
}
