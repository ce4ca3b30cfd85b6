import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from './chatWindow.ts';
import { openFile, openTab, selectLines, takePlace } from './editing.ts';
import { faultsIn, startPair, untilSaved, untilShared, watchHands } from './hands.ts';
import { cameraFor, looks } from './looks.ts';
import { Keys } from './keys.ts';
import type { Pair } from './pair.ts';

const patience = { timeout: 30_000 };

describe.each(looks)(
  'a day in the chat by keyboard alone, without a slash, in a look that is $name',
  look => {
    const camera = cameraFor(look);
    let pair: Pair;
    let ana: ChatWindow;
    let rui: ChatWindow;
    let anas: Keys;
    let ruis: Keys;
    const hands: string[][] = [];

    beforeAll(async () => {
      pair = await startPair(look);
      ({ ana, rui } = pair);
      for (const { editor } of [ana, rui]) hands.push(await watchHands(editor));
      [anas, ruis] = [new Keys(ana), new Keys(rui)];
    });

    afterAll(() => pair[Symbol.asyncDispose]());

    const share = async (keys: Keys, title: string): Promise<void> => {
      await keys.pick('#chat');
      await expect.poll(() => keys.window.editor.quickInput.title(), patience).toBe(title);
      await keys.press('Enter');
    };
    const save = async (keys: Keys, by: 'ana' | 'rui', name: string): Promise<void> => {
      await keys.goToLine(name);
      await keys.goTo('Tab', 'Save…');
      await keys.press('Enter');
      await takePlace(keys.window.editor, `${pair.folder}/${by}/Downloads/${name}`, 'readme.txt');
      await untilSaved(pair, by, name);
    };

    it('hosts from the palette, and has the invite on the way of the Tab key', async () => {
      await anas.run('PyChat: Host Chat');
      await ana.untilStatus('Hosting: 1 person');
      await ana.untilPromptHasFocus();
      await anas.goTo('Tab', 'Copy Invite');
      await camera(ana, '21-button');
      await anas.press('Enter');
      await expect.poll(() => ana.editor.readClipboard(), patience).toMatch(/^pychat1-[\w-]+$/);
    });

    it('joins from the palette', async () => {
      await rui.editor.writeClipboard(await ana.editor.readClipboard());
      await ruis.run('PyChat: Join Chat');
      await ruis.pick('Paste invite…');
      await rui.untilStatus('Joined: 2 people');
      await rui.untilPromptHasFocus();
    });

    it('makes a room, which the other finds behind [+]', async () => {
      for (const keys of [anas, ruis]) {
        await keys.goTo('Shift+Tab', 'New Room or Private Chat');
        await keys.press('Enter');
        if (keys === anas) await ana.editor.page.keyboard.type('redes');
        await keys.goToOption(keys === anas ? 'Enter #redes' : '#redes');
        expect(await faultsIn(keys.window)).toEqual([]);
        await keys.press('Enter');
        await keys.window.untilTabs('#chat', '[#redes]');
        await keys.window.untilPromptHasFocus();
      }
    });

    it('leads from the people of a room to a private chat, and from a nick to a mention', async () => {
      await ruis.goTo('Shift+Tab', '2 people');
      await ruis.press('Enter');
      await ruis.goToOption('ana');
      await camera(rui, '22-people');
      await ruis.press('Enter');
      await ruis.goTo('ArrowDown', 'Private Message');
      await ruis.press('Enter');
      await rui.untilTabs('#chat', '#redes', '[ana]');
      await rui.untilPromptHasFocus();
      await rui.editor.page.keyboard.type('psst');
      await ruis.press('Enter');
      await ana.untilTabs('#chat', '[#redes]', 'rui, 1 mention, 1 unread message');
      await anas.goTo('Shift+Tab', '#redes');
      await anas.goTo('ArrowRight', 'rui, 1 mention, 1 unread message');
      await camera(ana, '23-tab');
      await anas.press('Enter');
      await ana.untilMessage('psst');
      await anas.goToLine('<rui> psst');
      await anas.goTo('Tab', 'rui');
      await anas.press('Enter');
      await anas.goTo('ArrowDown', 'Mention');
      await camera(ana, '24-person');
      await anas.press('Enter');
      await expect.poll(() => ana.prompt.inputValue(), patience).toBe('rui: ');
      await ana.untilPromptHasFocus();
      await anas.press('Escape');
    });

    it('replies to a line with r', async () => {
      await anas.goToLine('<rui> psst');
      await camera(ana, '25-line');
      await anas.press('r');
      await ana.untilPromptHasFocus();
      await ana.panel.locator('.answering').waitFor();
      await ana.editor.page.keyboard.type('yes?');
      await camera(ana, '26-reply');
      await anas.press('Enter');
      await rui.line('yes?').locator('.quote', { hasText: 'psst' }).waitFor();
    });

    it('reacts to a line with Enter and arrows', async () => {
      await ruis.goToLine('yes?');
      await ruis.press('Enter');
      await ruis.goTo('ArrowRight', 'React');
      expect(await faultsIn(rui)).toEqual([]);
      await camera(rui, '27-actions');
      await ruis.press('Enter');
      await ruis.goTo('ArrowRight', 'React with ❤');
      await camera(rui, '28-signs');
      await ruis.press('Enter');
      await ana.line('yes?').locator('.reaction', { hasText: '❤' }).waitFor();
    });

    it('mutes somebody and ends that', async () => {
      for (const [label, note] of [
        ['Mute', /rui is muted\./],
        ['Unmute', /rui is not muted\./],
      ] as const) {
        await anas.goToLine('<rui> psst');
        await anas.goTo('Tab', 'rui');
        await anas.press('Enter');
        await anas.goTo('ArrowDown', label);
        await anas.press('Enter');
        await ana.untilNote(note);
      }
      for (const keys of [anas, ruis]) {
        await keys.press('Alt+1');
        await keys.window.untilTabs('[#chat]', '#redes', keys === anas ? 'rui' : 'ana');
      }
    });

    it('sends a file with the paper clip, which the other saves', async () => {
      await anas.showChat();
      await anas.goTo('Tab', 'Send File…');
      await anas.press('Enter');
      await anas.pick('list.txt');
      await rui.panel.locator('.file', { hasText: 'list.txt' }).waitFor();
      await save(ruis, 'rui', 'list.txt');
      await camera(rui, '29-saved');
    });

    it('gets one back, from the other one’s explorer', async () => {
      await ruis.press('ControlOrMeta+Shift+E');
      await ruis.goToRow('.explorer-folders-view', 'other.txt');
      await ruis.takeFromMenu('Send in Chat');
      await share(ruis, 'Share other.txt in #chat');
      await ana.panel.locator('.file', { hasText: 'other.txt' }).waitFor();
      await save(anas, 'ana', 'other.txt');
    });

    it('shares what is selected in a file', async () => {
      await openFile(ana.editor, 'list.txt');
      await selectLines(ana.editor, 2, 2);
      await anas.takeFromMenu('Share Selection in Chat');
      await share(anas, 'Share list.txt in #chat');
      await untilShared(pair, 1, 'list.txt:2');
    });

    it('shares the diff of two files, one of which the other applies', async () => {
      await anas.run('Source Control: Focus on Changes View');
      await anas.press('Shift+Tab');
      await anas.goToRow('.scm-view', 'list.txt');
      await anas.press('Shift+ArrowDown');
      await anas.takeFromMenu('Share Diff in Chat');
      await share(anas, 'Share changes.patch in #chat');
      await untilShared(pair, 3, '+five');
      await ruis.goToLine('+five');
      await ruis.goTo('Tab', 'Review');
      await camera(rui, '30-diff');
      await ruis.press('Enter');
      await rui.editor.page.locator('.monaco-diff-editor .view-line', { hasText: 'five' }).first().waitFor();
      await ruis.run('PyChat: Apply Patch');
      await openTab(rui.editor, 'list.txt').waitFor();
    });

    it('shares a problem by its quick fix in the Problems view', async () => {
      await openFile(ana.editor, 'data.json');
      await ana.editor.page.locator('.squiggly-error').first().waitFor();
      await anas.run('Problems: Focus on Problems View');
      await anas.goToRow('.markers-panel', 'Expected comma');
      await anas.press('ControlOrMeta+.');
      await anas.take('Share in Chat');
      await share(anas, 'Share data.json in #chat');
      await untilShared(pair, 4, 'Expected comma');
    });

    it('shares the last command of a terminal', async () => {
      await anas.run('Terminal: Create New Terminal');
      await ana.editor.page.locator('.terminal-wrapper.active .xterm-helper-textarea:focus').waitFor();
      await ana.editor.page.keyboard.type('echo seven');
      await anas.press('Enter');
      await ana.editor.page.locator('.terminal-command-decoration').first().waitFor();
      await anas.run('PyChat: Share Last Command in Chat');
      await share(anas, 'Share echo seven in #chat');
      await untilShared(pair, 5, '$ echo seven');
    });

    it('leaves: the guest at once, the host after a question', async () => {
      await ruis.run('PyChat: Leave Chat');
      await rui.untilStatus('PyChat');
      await ruis.showChat();
      await ruis.goTo('Tab', 'Back to #chat');
      await ruis.press('Enter');
      await rui.untilStatus('Joined: 2 people');
      await anas.run('PyChat: Leave Chat');
      expect(await ana.question()).toContain('#chat');
      await anas.press('Enter');
      await ana.untilStatus('PyChat');
    });

    it('took no click', () => {
      expect(hands.map(seen => seen.includes('click'))).toEqual([false, false]);
      expect(hands.map(seen => seen.includes('/'))).toEqual([false, false]);
    });
  },
);
