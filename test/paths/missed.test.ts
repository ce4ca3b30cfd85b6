import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../client/files/place.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { LiveWindow } from '../support/liveWindow.ts';
import { TlsRelay } from '../support/tlsRelay.ts';

/** A clock that is a year fast and stands still: a connection that breaks does not come back before it is moved. */
const fastClock = (): FakeClock => new FakeClock(Date.now() + 365 * 86_400_000);

let relay: TlsRelay;
let ana: LiveWindow;
let rui: LiveWindow;
let clock: FakeClock;

beforeEach(async () => {
  relay = await TlsRelay.open(await identityOf('relay'));
  clock = fastClock();
  ana = new LiveWindow(await identityOf('ana'));
  rui = new LiveWindow(await identityOf('rui'));
  await ana.join('ana', { port: relay.port });
  await join();
});

afterEach(async () => {
  await ana.close();
  await rui.close();
  await relay.close();
});

async function join(): Promise<void> {
  await rui.join('rui', { port: relay.port, clock });
  rui.take({ type: 'attention', isFocused: false, isPageVisible: false });
  await shows(rui, '-- You are in #chat.');
}

const said = (window: LiveWindow): string[] => window.page.texts.filter(text => !/^(--|===)/.test(text));
const shows = (window: LiveWindow, ...texts: string[]): Promise<void> =>
  window.becomes(() => expect(window.page.texts).toEqual(expect.arrayContaining(texts)));

/** The window says it, and the server has it. */
async function say(window: LiveWindow, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    window.type(text);
    await window.becomes(() => {
      const line = window.page.lines.findLast(one => one.text === text);
      expect(line).toMatchObject({ delivery: 'relayed' });
    });
  }
}

/** Somebody looks, and the page says that all is in sight. */
function see(window: LiveWindow): void {
  const { active: tab, lines } = window.page;
  window.take({ type: 'attention', isFocused: true, isPageVisible: true });
  window.take({ type: 'page', request: { type: 'seen', tab, id: lines.at(-1)?.id ?? '' } });
  window.take({ type: 'attention', isFocused: false, isPageVisible: false });
}

function answer(window: LiveWindow, text: string, to: string): void {
  const { active: tab, lines } = window.page;
  const answers = lines.findLast(line => line.text === to)?.id ?? '';
  window.take({ type: 'page', request: { type: 'submit', tab, text, answers } });
}

/** Rui's connection breaks and is away while something is done; the others come back at once. */
async function whileAway(work: () => Promise<void>): Promise<void> {
  relay.cut();
  await rui.becomes(() => expect(rui.status.state.phase).toBe('reconnecting'));
  await ana.becomes(() => expect(ana.status.state.phase).toBe('joined'));
  await work();
  const { state } = rui.status;
  clock.advance(state.phase === 'reconnecting' ? state.retryAt - clock.now() : 0);
  await shows(rui, '-- Connected again.');
}

describe('what is said while somebody is away', () => {
  it('is all there afterwards, in order and counted, however alike it is', async () => {
    await say(ana, 'start', 'ok');
    await shows(rui, 'ana: start', 'ana: ok');
    see(rui);
    await whileAway(() => say(ana, 'is the build red?', 'looking', 'ok', 'fixed', 'ok'));
    const missed = ['is the build red?', 'looking', 'ok', 'fixed', 'ok'].map(text => `ana: ${text}`);
    await rui.becomes(() => expect(said(rui)).toEqual(['ana: start', 'ana: ok', ...missed]));
    await rui.becomes(() => expect(rui.page.tabTexts).toEqual(['[#chat 5]']));
    expect(rui.page.texts.indexOf('=== new ===')).toBe(rui.page.texts.indexOf('ana: is the build red?') - 1);
  });

  it('counts also with a clock that is wrong, and what we said ourselves meanwhile stands behind it', async () => {
    await say(rui, 'hello');
    see(rui);
    await whileAway(async () => {
      rui.type('still here');
      await say(ana, 'rui: look');
    });
    await rui.becomes(() => expect(said(rui)).toEqual(['rui: hello', '! ana: rui: look', 'rui: still here']));
    await rui.becomes(() => expect(rui.page.tabTexts).toEqual(['[#chat 1!1]']));
    await shows(ana, 'rui: still here');
  });

  it('is a mention also for who had left and joins again', async () => {
    await say(ana, 'start');
    await shows(rui, 'ana: start');
    see(rui);
    await rui.connections.leave(rui.status.connection, '');
    await say(ana, 'rui: look');
    await join();
    await shows(rui, '! ana: rui: look');
    await rui.becomes(() => expect(rui.page.tabTexts).toEqual(['[#chat 1!1]']));
  });

  it('is a gap with its times where the relay has it no longer, since its host closed and hosted again', async () => {
    await say(ana, 'start');
    await shows(rui, 'ana: start');
    relay.cut();
    await rui.becomes(() => expect(rui.status.state.phase).toBe('reconnecting'));
    await ana.becomes(() => expect(ana.status.state.phase).toBe('joined'));
    await say(ana, 'one', 'two');
    const { port, identity } = relay;
    await relay.close();
    relay = await TlsRelay.open(identity, '', port);
    await ana.becomes(() => expect(ana.status.state.phase).toBe('joined'));
    const { state } = rui.status;
    clock.advance(state.phase === 'reconnecting' ? state.retryAt - clock.now() : 0);
    await shows(rui, '-- Connected again.');
    await rui.becomes(() =>
      expect(rui.page.texts.join('\n')).toMatch(/said here between .+ and .+ may be missing/),
    );
    expect(said(rui)).toEqual(['ana: start']);
  });

  it('has its quotes', async () => {
    await say(rui, 'which one?');
    await whileAway(async () => {
      await say(ana, 'let me see');
      answer(ana, 'the second', 'which one?');
      answer(ana, 'as I said', 'let me see');
      await shows(ana, 'ana: as I said (to ana: let me see)');
    });
    await shows(rui, '! ana: rui: the second (to rui: which one?)', 'ana: as I said (to ana: let me see)');
  });
});
