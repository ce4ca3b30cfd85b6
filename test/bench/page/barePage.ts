import type { Page } from 'playwright-core';
import type { PageMaker } from '../../browser/chatPage.ts';

/** A page that appends each line as plain text and scrolls to the end: the least that a log can be. */
const script = `
  document.body.style = 'margin:0;height:100vh;display:flex;flex-direction:column;background:#0c0c0c;color:#ccc;font:14px/1.35 monospace';
  const log = document.createElement('div');
  log.className = 'screen';
  log.style = 'flex:1;min-height:0;overflow-y:auto;white-space:pre-wrap;overflow-wrap:anywhere';
  const input = document.createElement('textarea');
  document.body.append(log, input);
  input.focus();
  const add = lines => {
    for (const line of lines) {
      const row = document.createElement('div');
      row.textContent = '12:48 <' + line.nick + '> ' + line.text;
      log.append(row);
    }
    log.scrollTop = log.scrollHeight;
  };
  window.addEventListener('message', ({ data }) => {
    if (data.type === 'snapshot') log.replaceChildren();
    add(data.type === 'snapshot' ? data.screen.lines : data.lines);
  });`;

export async function openBarePage(pages: PageMaker): Promise<Page> {
  const page = await pages.blank();
  await page.setViewportSize({ width: 800, height: 500 });
  await page.setContent('<!DOCTYPE html><html lang="en"><title>bare</title><body></body></html>');
  await page.evaluate(script);
  return page;
}
