import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LineStream } from '../../src/net/lineStream.ts';
import { Scrollback } from '../../src/conversation/tabs/scrollback.ts';
import { WindowChat } from '../../src/conversation/windowChat.ts';
import { Place, identityOf } from '../client/files/place.ts';
import { LiveWindow } from '../support/liveWindow.ts';
import { hopsNow, objectsOf } from './trace.ts';

/** What ARCHITECTURE.md promises of both ways. */
const maxObjects = 12;

const watched: (() => void)[] = [];

/** Calls `note` with what a method is called with, before the method itself, until the test is over. */
function watch(prototype: object, method: string, note: (...given: unknown[]) => void): void {
  const own = Object.getOwnPropertyDescriptor(prototype, method);
  const original = own?.value as (...given: unknown[]) => unknown;
  Object.defineProperty(prototype, method, {
    ...own,
    value: function (this: unknown, ...given: unknown[]) {
      note(...given);
      return Reflect.apply(original, this, given);
    },
  });
  watched.push(() => Object.defineProperty(prototype, method, own ?? {}));
}

describe('the path of a line', () => {
  let place: Place | undefined;
  let rui: LiveWindow | undefined;

  afterEach(async () => {
    for (const restore of watched.splice(0)) restore();
    await rui?.close();
    await place?.close();
  });

  async function inRoom(): Promise<{ place: Place; rui: LiveWindow }> {
    place = await Place.open();
    rui = new LiveWindow(await identityOf('rui'));
    await rui.join('rui', { port: place.listener.port });
    const { page } = rui;
    await rui.until(() => page.texts.some(text => text.includes('You are in #chat')));
    return { place, rui };
  }

  it('crosses at most 12 objects from the socket into its tab', async () => {
    const { place: there, rui: window } = await inRoom();
    const ana = await there.join('ana');
    let objects: string[] = [];
    watch(Scrollback.prototype, 'add', line => {
      if (JSON.stringify(line).includes('hello there')) objects = objectsOf(hopsNow());
    });
    ana.send('PRIVMSG #chat :hello there');
    await window.until(() => window.page.texts.some(text => text.includes('hello there')));
    expect(objects[0]).toBe('net/lineStream.ts');
    expect(objects.at(-1)).toBe('conversation/lines/messages.ts');
    objects.push('conversation/tabs/scrollback.ts');
    expect(objects.length).toBeLessThanOrEqual(maxObjects);
  });

  it('crosses at most 12 objects from the page to the socket', async () => {
    const { rui: window } = await inRoom();
    const objects = new Set<string>();
    const note = (text: string): void => {
      if (text.includes('good morning')) for (const object of objectsOf(hopsNow())) objects.add(object);
    };
    // What is decided is done after that, and what is sent is written at the end of the turn: three pieces of one way.
    watch(WindowChat.prototype, 'ask', (_, request) => note(JSON.stringify(request)));
    watch(LineStream.prototype, 'send', line => note(String(line)));
    watch(Duplex.prototype, 'write', chunk => note(String(chunk)));
    window.type('good morning');
    await window.until(() => window.page.texts.some(text => text.includes('good morning')));
    await vi.waitFor(() => expect(objects).toContain('net/sendQueue.ts'));
    expect([...objects][0]).toBe('conversation/conversation.ts');
    // The two that are called by what is replaced here.
    for (const own of ['conversation/windowChat.ts', 'net/lineStream.ts']) objects.add(own);
    expect(objects.size).toBeLessThanOrEqual(maxObjects);
  });
});
