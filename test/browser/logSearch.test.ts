import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LogPage, type LogPageMaker, startLogBrowser } from './logPage.ts';
import { maxMarkedPlaces } from '../../src/panel/webview/log/limits.ts';
import { message, messages, note } from '../panel/webview/log/lines.ts';

let pages: LogPageMaker;
let log: LogPage;

beforeAll(async () => {
  pages = await startLogBrowser();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(log.problems).toEqual([]);
  await log.close();
});

/** The texts that are marked, those of the line found last in capitals. */
const marked = () =>
  log.ask<string[]>(`['found', 'found-now'].flatMap(name => [...CSS.highlights.get(name) ?? []].map(range => {
    const copy = new Range();
    copy.setStart(range.startContainer, range.startOffset);
    copy.setEnd(range.endContainer, range.endOffset);
    return name === 'found' ? copy.toString() : copy.toString().toUpperCase();
  }))`);

describe('a search', () => {
  it('goes through all lines, drawn or not, and shows where it is', async () => {
    log = await pages.open(messages(5_000));
    expect(await log.call('find', 'LINE 77', -1)).toEqual({ at: 11, count: 11 });
    expect((await log.inSight()).map(({ text }) => text)).toContain('line 779');
    expect(await log.call('find', 'LINE 77', 1)).toEqual({ at: 1, count: 11 });
    expect((await log.inSight()).map(({ text }) => text)).toContain('line 77');
  });

  it('marks every match in what is drawn, and the line it is at otherwise', async () => {
    log = await pages.open([
      message('An axe and an apple'),
      message('banana', { nick: 'ana' }),
      note('none'),
    ]);
    expect(await log.call('find', 'an', -1)).toEqual({ at: 2, count: 2 });
    expect(await marked()).toEqual(['An', 'an', 'an', 'AN', 'AN', 'AN']);
    await log.append(message('another'));
    expect(await marked()).toContain('an');
    expect(await marked()).toHaveLength(7);
  });

  it('marks matches that begin in one element and end in another', async () => {
    log = await pages.open([message('see https://example.org/ for more')]);
    await log.call('find', 'ee https', -1);
    expect(await marked()).toEqual(['EE HTTPS']);
  });

  it('marks what comes into sight, and no more than so many places', async () => {
    log = await pages.open(
      messages(1_000).map(line => ({ ...line, text: `${line.text} ${'x'.repeat(100)}` })),
    );
    await log.call('find', 'line 1', -1);
    await log.call('toStart');
    expect((await marked()).length).toBeGreaterThan(10);
    await log.call('find', 'x', -1);
    expect(await marked()).toHaveLength(maxMarkedPlaces);
  });

  it('ends: nothing is marked, nor by nothing', async () => {
    log = await pages.open(messages(10));
    await log.call('find', 'line', -1);
    await log.call('endFind');
    expect(await marked()).toEqual([]);
    await log.call('find', 'line', -1);
    expect(await log.call('find', '', -1)).toEqual({ at: 0, count: 0 });
    expect(await marked()).toEqual([]);
  });

  it('marks nothing when there is nothing, and leaves the log where it is', async () => {
    log = await pages.open(messages(1_000));
    expect(await log.call('find', 'nowhere', -1)).toEqual({ at: 0, count: 0 });
    expect(await marked()).toEqual([]);
    expect(await log.isAtEnd()).toBe(true);
  });

  it('leaves what is selected', async () => {
    log = await pages.open(messages(20));
    await log.ask(`getSelection().selectAllChildren(document.querySelectorAll('.text')[15])`);
    await log.call('find', 'line 1', -1);
    expect(await log.ask('getSelection().toString()')).toBe('line 16');
  });
});

describe('a jump', () => {
  it('shows a line far off, gives it the focus and marks it for a moment', async () => {
    log = await pages.open();
    await log.page.clock.install();
    await log.call('replace', [...messages(2_000), message('here', { id: 'here' }), ...messages(2_000)], {
      hasOlder: false,
    });
    await log.ask(`window.jumped = log.jumpTo('here')`);
    expect(await log.ask('jumped')).toBe(true);
    expect(await log.ask(`document.activeElement.querySelector('.text').textContent`)).toBe('here');
    expect((await log.inSight()).map(({ text }) => text)).toContain('here');
    expect(await log.page.locator('.jumped').count()).toBe(1);
    await log.page.clock.runFor(2_500);
    expect(await log.page.locator('.jumped').count()).toBe(0);
  });

  it('to the last lines follows what comes, from further up it does not', async () => {
    const lines = messages(1_000);
    log = await pages.open(lines);
    await log.call('jumpTo', lines[998]!.id);
    await log.append(message('new'));
    expect(await log.isAtEnd()).toBe(true);
    await log.call('jumpTo', lines[500]!.id);
    await log.append(message('newer'));
    expect(await log.page.locator('.below').innerText()).toContain('1 new line below');
  });

  it('to a line that is not here leads nowhere', async () => {
    log = await pages.open(messages(1_000));
    expect(await log.call('jumpTo', 'nowhere')).toBe(false);
    expect(await log.isAtEnd()).toBe(true);
  });
});
