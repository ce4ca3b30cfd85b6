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

describe('the path of a line', () => {
  let place: Place | undefined;
  let rui: LiveWindow | undefined;

  afterEach(async () => {
    vi.restoreAllMocks();
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
    const add = Scrollback.prototype.add;
    vi.spyOn(Scrollback.prototype, 'add').mockImplementation(function (this: Scrollback, line) {
      if (line.text === 'hello there') objects = objectsOf(hopsNow());
      add.call(this, line);
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
    const ask = WindowChat.prototype.ask;
    vi.spyOn(WindowChat.prototype, 'ask').mockImplementation(function (this: WindowChat, ...args) {
      note(JSON.stringify(args[1]));
      ask.apply(this, args);
    });
    const send = LineStream.prototype.send;
    vi.spyOn(LineStream.prototype, 'send').mockImplementation(function (this: LineStream, line) {
      note(line);
      send.call(this, line);
    });
    const write = Duplex.prototype.write;
    vi.spyOn(Duplex.prototype, 'write').mockImplementation(function (this: Duplex, ...args: unknown[]) {
      note(String(args[0]));
      return Reflect.apply(write, this, args) as boolean;
    } as typeof write);
    window.type('good morning');
    await window.until(() => window.page.texts.some(text => text.includes('good morning')));
    await vi.waitFor(() => expect(objects).toContain('net/sendQueue.ts'));
    expect([...objects][0]).toBe('conversation/conversation.ts');
    // The two that are called by what is replaced here.
    for (const own of ['conversation/windowChat.ts', 'net/lineStream.ts']) objects.add(own);
    expect(objects.size).toBeLessThanOrEqual(maxObjects);
  });
});
