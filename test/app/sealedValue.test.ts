import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SealedValue } from '../../src/app/sealedValue.ts';
import { identityOf } from '../client/files/place.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { LiveWindow } from '../support/liveWindow.ts';
import { TlsRelay } from '../support/tlsRelay.ts';

const key = randomBytes(32);

/** The editor's state of a workspace. */
class State {
  readonly values = new Map<string, unknown>();

  get(name: string): unknown {
    return this.values.get(name);
  }

  update(name: string, value: unknown): Promise<void> {
    if (value === undefined) this.values.delete(name);
    else this.values.set(name, value);
    return Promise.resolve();
  }
}

let state: State;
let warnings: string[];
const store = (opens: Uint8Array | undefined = key): SealedValue =>
  new SealedValue(state, 'pychat.queue', {
    key: Promise.resolve(opens),
    log: { warn: text => void warnings.push(text) },
  });

beforeEach(() => {
  state = new State();
  warnings = [];
});

describe('the store of what waits to be sent', () => {
  it('gives back what it was given, which nobody can read on the way', async () => {
    const first = store();
    expect(await first.load()).toBeUndefined();
    await first.keep([['server', [{ text: 'olá\nworld' }]]]);
    expect(JSON.stringify([...state.values])).not.toMatch(/server|world/);
    expect(await store().load()).toEqual([['server', [{ text: 'olá\nworld' }]]]);
  });

  it('leaves nothing behind when nothing waits', async () => {
    const first = store();
    await first.load();
    await first.keep(['x']);
    await first.keep([]);
    expect([...state.values]).toEqual([]);
  });

  it('keeps nothing without a key', async () => {
    const none = new SealedValue(state, 'pychat.queue', {
      key: Promise.resolve(undefined),
      log: { warn: () => undefined },
    });
    await none.load();
    await none.keep(['x']);
    expect([...state.values]).toEqual([]);
  });

  it('says in the log, without its words, that it cannot be opened', async () => {
    const first = store();
    await first.load();
    await first.keep(['secret']);
    expect(await store(randomBytes(32)).load()).toBeUndefined();
    await state.update('pychat.queue', 'damaged');
    expect(await store().load()).toBeUndefined();
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).not.toContain('damaged');
  });
});

describe('a window that is killed while lines wait', () => {
  let relay: TlsRelay;
  let ana: LiveWindow;
  let rui: LiveWindow;

  beforeEach(async () => {
    relay = await TlsRelay.open(await identityOf('relay'));
    ana = new LiveWindow(await identityOf('ana'));
    await ana.join('ana', { port: relay.port });
    rui = new LiveWindow(await identityOf('rui'), undefined, store());
  });

  afterEach(async () => {
    await ana.close();
    await rui.close();
    await relay.close();
  });

  const own = (window: LiveWindow): unknown[] =>
    window.page.lines.flatMap(line =>
      line.kind === 'message' && line.own ? [[line.text, line.delivery]] : [],
    );

  it('is followed by one that sends them, each once, in their order', async () => {
    // A clock that stands still: the broken connection does not come back.
    await rui.join('rui', { port: relay.port, clock: new FakeClock(Date.now()) });
    relay.cut();
    await rui.becomes(() => expect(rui.status.state.phase).toBe('reconnecting'));
    for (const text of ['one', 'two', 'three']) rui.type(text);
    const killed = rui;
    rui = new LiveWindow(await identityOf('rui'), killed.kept, store());
    await rui.becomes(() => expect(own(rui)).toHaveLength(3));
    expect(own(rui).map(line => (line as string[])[1])).toEqual(['queued', 'queued', 'queued']);
    killed.connections.end('').catch(() => undefined);
    await rui.join('rui', { port: relay.port });
    const all = ['one', 'two', 'three'];
    await rui.becomes(() => expect(own(rui)).toEqual(all.map(text => [text, 'relayed'])));
    await ana.becomes(() => {
      const heard = ana.page.lines.flatMap(line => (line.kind === 'message' ? [line.text] : []));
      expect(heard).toEqual(all);
    });
    await rui.becomes(() => expect([...state.values]).toEqual([]));
  });
});
