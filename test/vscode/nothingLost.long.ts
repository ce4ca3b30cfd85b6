import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invite } from '../../src/trust/invite.ts';
import type { ChatWindow } from './chatWindow.ts';
import { Pair } from './pair.ts';
import { PlainGuest } from './plainGuest.ts';
import { sleep } from './sleep.ts';

const patience = { timeout: 90_000 };

/** The editor sleeps as long, and as many lines wait, as was seen to fail; PYCHAT_SHORT=1 takes less of both. */
const isLong = process.env.PYCHAT_SHORT !== '1';

/** Seconds that the editor sleeps. */
const sleepSeconds = isLong ? 120 : 15;
const minutes = 60_000;

const numbered = (what: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${what} ${index + 1}`);
const five = (what: string): string[] => numbered(what, 5);

/** Lines that are written without a connection. */
const queued = numbered('offline', isLong ? 200 : 40);

describe('what was said while rui was away', () => {
  let pair: Pair;
  let ana: ChatWindow;
  let rui: ChatWindow;
  let bia: PlainGuest;
  let invite: Invite;
  /** Milliseconds from when the network is whole to being back, for each break. */
  const backAfter: Record<string, number> = {};

  beforeAll(async () => {
    pair = await Pair.start({ ana: { 'readme.txt': 'One.\n' }, rui: { 'readme.txt': 'One.\n' } });
    ({ ana, rui } = pair);
    bia = await PlainGuest.create('bia');
  });

  afterAll(async () => {
    bia[Symbol.dispose]();
    await pair[Symbol.asyncDispose]();
    process.stdout.write(`back in the room after, in ms: ${JSON.stringify(backAfter)}\n`);
  });

  const texts = (window: ChatWindow): Promise<string[]> =>
    window.panel.locator('.message .text').allTextContents();
  const notes = async (): Promise<string> => (await rui.notes().allTextContents()).join('\n');

  async function show(name: string): Promise<void> {
    await rui.tab(name).click();
    const front = async (): Promise<string | undefined> =>
      (await rui.tabs()).find(tab => tab.startsWith(`[${name}`));
    await expect.poll(front, patience).toBeDefined();
  }

  /** Cuts the line to rui, and waits until both ends know. */
  async function cut(): Promise<void> {
    await pair.cable.unplug();
    await rui.untilStatus('PyChat: reconnecting…');
  }

  /** Mends the line, and waits for rui to come back unasked. */
  async function heal(what: string, people: number): Promise<void> {
    await pair.cable.mend();
    const start = Date.now();
    const isBack = { ...patience, interval: 50 };
    await expect.poll(() => rui.status(), isBack).toBe(`Joined: ${people} people`);
    backAfter[what] = Date.now() - start;
  }

  /** What was said with this word first, in the order in which rui's tab shows it. */
  async function shown(word: string): Promise<string[]> {
    return (await texts(rui)).filter(text => text.startsWith(word));
  }

  /** Scrolls up until this is the first message. */
  async function untilFirst(text: string): Promise<void> {
    const scrollUp = [300, 0].map(top => `document.querySelector('.screen').scrollTop = ${top};`).join(' ');
    const first = async (): Promise<string | undefined> => {
      await rui.panel.locator('body').evaluate(scrollUp);
      return (await texts(rui))[0];
    };
    await expect.poll(first, patience).toBe(text);
  }

  it('finds both in one room', async () => {
    invite = await pair.meet();
  });

  it.each([
    ['closes its window', 'closing', async () => ana.editor.reloadWindow()],
    ['leaves', 'leaving', async () => ana.say('/quit')],
  ])('is there, with no gap, when the host %s and hosts again (5.1)', async (_, word, close) => {
    await rui.say('here so far');
    await rui.untilMessage('here so far');
    await cut();
    await ana.untilStatus('Hosting: 1 person');
    for (const text of five(word)) await ana.say(text);
    await ana.panel.locator('.message[data-delivery=relayed]', { hasText: `${word} 5` }).waitFor();
    await rui.say(`${word}, written without a connection`);
    await close();
    await expect.poll(() => ana.status(), patience).toBe('PyChat');
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    await heal(word, 2);
    await expect
      .poll(() => shown(word), patience)
      .toEqual([...five(word), `${word}, written without a connection`]);
    expect(await notes()).not.toMatch(/may be missing/);
  });

  it('is there in a room that nobody was in meanwhile (5.2)', async () => {
    await bia.enter(invite, '#dev');
    await rui.say('/join #dev');
    await expect.poll(() => bia.names('#dev'), patience).toContain('rui');
    await cut();
    await expect.poll(() => bia.names('#dev'), patience).toEqual(['bia']);
    await bia.say('#dev', ...five('in #dev'));
    bia.blink();
    await ana.untilStatus('Hosting: 1 person');
    await heal('blink', 2);
    await show('#dev');
    await expect.poll(() => shown('in #dev'), patience).toEqual(five('in #dev'));
    expect(await notes()).not.toMatch(/may be missing/);
    await bia.enter(invite, '#chat', '#dev');
  });

  it(
    `is there, in private too, after the editor has slept for ${sleepSeconds} s on a dead line (5.3)`,
    { timeout: 4 * minutes + sleepSeconds * 1000 },
    async () => {
      await show('#chat');
      await bia.say('rui', 'private 0');
      await rui.tab('bia').waitFor();
      pair.cable.die();
      const began = Date.now();
      await bia.say('rui', 'private 1', 'private 2');
      await bia.say('#chat', 'asleep 1', 'asleep 2');
      const wake = sleep(rui.editor.home);
      try {
        await wait(1000);
        await bia.say('#chat', 'asleep 3');
        // As long as the relay takes rui to be there: later it refuses them, and their writer knows.
        await bia.say('rui', 'private 3', 'private 4', 'private 5');
        await wait(began + sleepSeconds * 1000 - Date.now());
        await bia.say('#chat', 'asleep 4', 'asleep 5');
        await pair.cable.mend();
      } finally {
        wake();
      }
      const woken = Date.now();
      await expect.poll(() => shown('asleep'), { ...patience, interval: 50 }).toEqual(five('asleep'));
      backAfter.sleep = Date.now() - woken;
      await show('bia');
      await expect.poll(() => shown('private'), patience).toEqual(['private 0', ...five('private')]);
      expect(await notes()).not.toMatch(/may be missing/);
    },
  );

  it(
    `is there, and so is all that rui wrote, after ${queued.length} lines without a connection (5.4)`,
    { timeout: 6 * minutes },
    async () => {
      await show('#chat');
      pair.cable.die();
      await bia.say('rui', ...five('in private'));
      await bia.say('#chat', ...five('meanwhile'));
      for (const line of queued) {
        await rui.prompt.fill(line);
        await rui.prompt.press('Enter');
      }
      await bia.say('#dev', ...numbered('in the second room', 120));
      await rui.untilStatus('PyChat: reconnecting…');
      await heal('queue', 3);
      await expect
        .poll(() => bia.ask().then(() => bia.said('rui', '#chat').length), patience)
        .toBe(queued.length);
      expect(bia.said('rui', '#chat')).toEqual(queued);
      await rui.untilMessage(`offline ${queued.length}`);
      await rui.say('/copy');
      const copied = async (): Promise<string[]> => wordsOf(await rui.editor.readClipboard());
      await expect.poll(async () => (await copied()).at(-1), patience).toBe(`offline ${queued.length}`);
      expect((await copied()).slice(-5 - queued.length)).toEqual([...five('meanwhile'), ...queued]);
      const unsettled = rui.panel.locator('.message[data-delivery]:not([data-delivery=relayed])');
      expect(await unsettled.count()).toBe(0);
      expect(await notes()).not.toMatch(/may be missing/);
      await show('bia');
      await expect.poll(() => shown('in private'), patience).toEqual(five('in private'));
      await show('#dev');
      await rui.untilMessage('in the second room 120');
      await untilFirst('in #dev 1');
      await expect.poll(() => shown('in the second room'), patience).toContain('in the second room 1');
      expect(await notes()).not.toMatch(/may be missing/);
    },
  );
});

/** The texts of a transcript. */
function wordsOf(transcript: string): string[] {
  return [...transcript.matchAll(/^\[[^\]]+\] <\w+> (.*)$/gm)].map(([, text]) => text ?? '');
}
