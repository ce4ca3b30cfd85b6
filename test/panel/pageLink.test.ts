import { beforeEach, describe, expect, it } from 'vitest';
import { appearanceFrom } from '../../src/conversation/appearanceValues.ts';
import type { Line } from '../../src/chat/line.ts';
import type { PageRequest, Snapshot } from '../../src/panel/pageHost.ts';
import { gatherFor, PageLink } from '../../src/panel/pageLink.ts';
import type { ToWebview } from '../../src/panel/protocol.ts';
import { FakeClock } from '../support/fakeClock.ts';

const snapshot: Snapshot = {
  words: {},
  appearance: appearanceFrom(() => undefined),
  tabs: [],
  active: 'tab-1',
  screen: {
    banner: { title: '', rows: [], actions: [] },
    lines: [],
    hasOlder: false,
    typing: [],
    prompt: { path: '', hint: '' },
  },
  vocabulary: { nicks: [], rooms: [], commands: [] },
};

const line = (id: string): Line => ({ kind: 'note', id, at: 0, text: id, tone: 'info' });

describe('the talk with the page', () => {
  let clock: FakeClock;
  let sent: ToWebview[];
  let asked: PageRequest[];
  let say: (value: unknown) => void;
  let link: PageLink;

  beforeEach(() => {
    clock = new FakeClock();
    sent = [];
    asked = [];
    let listener: ((value: unknown) => void) | undefined;
    say = value => listener?.(value);
    link = new PageLink(
      {
        postMessage: message => Promise.resolve(sent.push(message) > 0),
        onDidReceiveMessage: given => {
          listener = given;
          return { dispose: () => (listener = undefined) };
        },
      },
      { clock, snapshot: () => snapshot },
    );
    link.onMessage(message => asked.push(message));
  });

  const types = (): string[] => sent.map(({ type }) => type);

  it('says nothing before the page is ready, and then all at once', () => {
    link.append([line('a')]);
    link.post({ type: 'clear' });
    clock.advance(gatherFor);
    expect(sent).toEqual([]);
    say({ type: 'ready' });
    expect(sent).toEqual([{ type: 'snapshot', ...snapshot }]);
  });

  it('gathers lines that come together', () => {
    say({ type: 'ready' });
    link.append([line('a'), line('b')]);
    clock.advance(gatherFor - 1);
    link.append([line('c')]);
    link.append([]);
    expect(types()).toEqual(['snapshot']);
    clock.advance(1);
    expect(sent.slice(1)).toEqual([{ type: 'append', lines: [line('a'), line('b'), line('c')] }]);
    link.append([line('d')]);
    clock.advance(gatherFor);
    expect(types()).toEqual(['snapshot', 'append', 'append']);
    expect(clock.waiting).toBe(0);
  });

  it('keeps the order of lines and what is said of them', () => {
    say({ type: 'ready' });
    link.append([line('a')]);
    link.post({ type: 'change', id: 'a', change: { delivery: 'sent' } });
    link.append([line('b')]);
    clock.advance(gatherFor);
    expect(types()).toEqual(['snapshot', 'append', 'change', 'append']);
  });

  it('says nothing to a page that is hidden, and all again to one that is back', () => {
    say({ type: 'ready' });
    link.append([line('a')]);
    link.hidden();
    link.append([line('b')]);
    link.post({ type: 'clear' });
    clock.advance(gatherFor);
    expect(types()).toEqual(['snapshot']);
    expect(clock.waiting).toBe(0);
    say({ type: 'ready' });
    clock.advance(gatherFor);
    expect(types()).toEqual(['snapshot', 'snapshot']);
  });

  it('does not repeat after a snapshot the lines that are in it', () => {
    say({ type: 'ready' });
    link.append([line('a')]);
    say({ type: 'ready' });
    clock.advance(gatherFor);
    expect(types()).toEqual(['snapshot', 'snapshot']);
  });

  it('hands on what is of the contract, and nothing else', () => {
    say({ type: 'openTab', tab: 'tab-2' });
    say({ type: 'openTab', tab: 7 });
    say('openTab');
    say({ type: 'ready' });
    expect(asked).toEqual([{ type: 'openTab', tab: 'tab-2' }]);
  });

  it('ends: nothing is heard, nothing is sent, no timer is left', () => {
    say({ type: 'ready' });
    link.append([line('a')]);
    link.dispose();
    link.dispose();
    say({ type: 'openTab', tab: 'tab-2' });
    link.post({ type: 'clear' });
    expect([types(), asked, clock.waiting]).toEqual([['snapshot'], [], 0]);
  });
});
