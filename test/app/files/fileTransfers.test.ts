import { appendFile, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxOfferedFiles } from '../../../src/app/files/offeredFiles.ts';
import { fileActionsFor } from '../../../src/panel/webview/files/fileView.ts';
import { Place } from '../../client/files/place.ts';
import type { TestPeer } from '../../support/peer.ts';
import { sample } from '../../relay/files/fileBench.ts';
import { FilesWindow, localUri, placeOf } from './filesWindow.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

let place: Place;
let ann: FilesWindow;
let bob: FilesWindow;
let bobInChat: TestPeer;
beforeEach(async () => {
  place = await Place.open({ fileRecheckMs: 0 });
  await place.join('host');
  bobInChat = await place.join('bob');
  [ann, bob] = await Promise.all([FilesWindow.of(place, 'host'), FilesWindow.of(place, 'bob')]);
});
afterEach(async () => {
  await Promise.all([ann.end(), bob.end()]);
  await place.close();
});

const bytes = sample(2_000_000);

/** Ann offers a file in the room. */
async function offered(name = 'a.bin', content: Uint8Array = bytes): Promise<(typeof ann.said)[number]> {
  await writeFile(ann.at(name), content);
  await ann.transfers.sendFile(placeOf('#chat'), [localUri(ann.at(name))]);
  const said = ann.said.at(-1);
  if (said === undefined) throw new Error(ann.failures.join());
  return said;
}

describe('a file that is sent', () => {
  it('is said in the tab, fetched by another, and both sides see how far it is', async () => {
    const { offer, text, tab } = await offered('my notes.bin');
    expect(tab).toBe('#chat');
    expect(text).toBe(`[file] my notes.bin (2.0 MB, sha256 ${offer.hash.slice(0, 8)}…)`);
    bob.place = bob.at('saved.bin');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
    expect(bob.asked).toEqual(['my notes.bin']);
    expect((await readFile(bob.at('saved.bin'))).equals(bytes)).toBe(true);
    expect(await bob.files()).toEqual(['saved.bin']);
    await ann.until(() => ann.last(offer)?.note === 'Downloaded by 1: bob.');
    expect(bob.last(offer)).toMatchObject({ name: 'my notes.bin', size: bytes.length, moved: bytes.length });
    await bob.act(offer, 'open');
    expect(bob.opened).toEqual([bob.at('saved.bin')]);
    await bob.act(offer, 'reveal');
    await ann.act(offer, 'reveal');
    expect([...bob.revealed, ...ann.revealed]).toEqual([bob.at('saved.bin'), ann.at('my notes.bin')]);
  });

  it('is picked where none is named, several at once', async () => {
    for (const name of ['one', 'two']) await writeFile(ann.at(name), name);
    ann.chosen = [ann.at('one'), ann.at('two')];
    await ann.transfers.sendFile(placeOf('#chat'));
    expect(ann.said.map(({ offer }) => offer.name)).toEqual(['one', 'two']);
  });

  it('may be a text that is none yet; nothing of it stays on the disk', async () => {
    await ann.transfers.sendText(placeOf('#chat'), '../notes.txt', 'olá\n');
    const [{ offer }] = ann.said as [(typeof ann.said)[number]];
    expect(offer).toMatchObject({ name: expect.stringMatching(/^[^/]*notes\.txt$/) as string, size: 5 });
    bob.place = bob.at('got.txt');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
    expect(await readFile(bob.at('got.txt'), 'utf8')).toBe('olá\n');
    await ann.act(offer, 'cancel');
    await expect.poll(() => readdir(ann.at('files'))).toEqual([]);
    ann.endpoints.clear();
    expect(ann.transfers.canSend(placeOf('#chat'))).toBe(false);
    await ann.transfers.sendText(placeOf('#chat'), 'a.txt', 'a');
    expect(ann.failures.join()).toContain('while you are connected');
  });

  it('needs a relay that passes files, a tab to say it in, and a file', async () => {
    await ann.transfers.sendFile(placeOf(''), [localUri(ann.at('a'))]);
    ann.endpoints.clear();
    await ann.transfers.sendFile(placeOf('#chat'), [localUri(ann.at('a'))]);
    expect(new Set(ann.failures)).toEqual(
      new Set(['Files can be sent in a room or private chat on a PyChat relay, while you are connected.']),
    );
    ann.connect();
    ann.failures.length = 0;
    await ann.transfers.sendFile(placeOf('#chat'), [localUri(ann.folder)]);
    await ann.transfers.sendFile(placeOf('#chat'), [localUri(ann.at('missing'))]);
    await offered();
    await ann.transfers.sendFile(placeOf('nobody'), [localUri(ann.at('a.bin'))]);
    expect(ann.failures).toEqual([
      'Only files can be sent: no folders, pipes or devices.',
      'The file or folder does not exist.',
      'The file cannot be offered there: the room or person is gone, or does not accept it from you.',
    ]);
  });

  it('that changes after it was offered is not sent', async () => {
    const { offer } = await offered();
    await appendFile(ann.at('a.bin'), 'more');
    bob.place = bob.at('a.bin');
    await bob.act(offer, 'save');
    await ann.untilState(offer, 'failed');
    expect(ann.last(offer)?.note).toBe('The file has changed or is gone; offer it again.');
    await bob.untilState(offer, 'failed');
    expect(await bob.files()).toEqual([]);
  });

  it('is withdrawn by its sender, and by the newest past so many', async () => {
    const { offer } = await offered();
    await ann.act(offer, 'cancel');
    await ann.untilState(offer, 'cancelled');
    bob.place = bob.at('a.bin');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'failed');
    for (let count = 0; count < maxOfferedFiles; count++) await offered(`small${count}`, Buffer.from('x'));
    const [, first, second] = ann.said;
    await ann.untilState(first!.offer, 'offered');
    await offered('one more', Buffer.from('x'));
    await ann.untilState(first!.offer, 'gone');
    expect(ann.last(second!.offer)?.state).toBe('offered');
  });

  it('is withdrawn when its sender leaves the chat, and that is said', async () => {
    const { offer } = await offered();
    ann.leave();
    await ann.untilState(offer, 'gone');
    expect(ann.last(offer)?.note).toBe('Withdrawn because you left.');
    bob.place = bob.at('a.bin');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'failed');
  });

  it('is offered again under the same name after its connection broke', async () => {
    const { offer } = await offered();
    ann.endpoints.clear();
    place.cutFiles();
    await ann.untilState(offer, 'paused');
    ann.connect();
    ann.transfers.connectionUp('one');
    await ann.untilState(offer, 'offered');
    bob.place = bob.at('a.bin');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
  });
});

describe('a file that comes in', () => {
  it('pauses when the connection breaks and goes on where it stopped', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    place.cutAfter(5_000_000, () => bob.endpoints.clear());
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'paused');
    expect(await bob.files()).toEqual(['big.bin.part']);
    expect(bob.last(offer)?.note).toBe('The connection broke.');
    const before = bob.last(offer)?.moved ?? 0;
    bob.connect();
    ann.transfers.connectionUp('one');
    await bob.act(offer, 'resume');
    await bob.untilState(offer, 'done');
    expect(before).toBeGreaterThan(1_000_000);
    expect(before).toBeLessThanOrEqual(5_000_000);
    expect((await readFile(bob.at('big.bin'))).equals(sample(20_000_000))).toBe(true);
    expect(await bob.files()).toEqual(['big.bin']);
  });

  it('is thrown away when it is not what was offered, and not counted as fetched', async () => {
    const { offer } = await offered();
    bob.place = bob.at('a.bin');
    await bob.act({ ...offer, hash: offer.hash.replace(/^./, digit => (digit === '0' ? '1' : '0')) }, 'save');
    await bob.untilState(offer, 'failed');
    expect(bob.last(offer)?.note).toBe('What arrived is not what was offered. It was deleted.');
    expect(await bob.files()).toEqual([]);
    await expect.poll(() => place.fileConnections).toBe(1);
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
    await ann.until(() => ann.last(offer)?.note !== '');
    expect(ann.last(offer)?.note).toBe('Downloaded by 1: bob.');
  });

  it('never overwrites, follows no link, and is asked for once', async () => {
    const { offer } = await offered();
    await writeFile(bob.at('secret'), 'secret');
    await symlink(bob.at('secret'), bob.at('a.bin'));
    bob.place = bob.at('a.bin');
    await Promise.all([bob.act(offer, 'save'), bob.act(offer, 'save')]);
    await bob.untilState(offer, 'done');
    expect(bob.asked).toHaveLength(1);
    expect(await bob.files()).toEqual(['a (2).bin', 'a.bin', 'secret']);
    expect(await readFile(bob.at('secret'), 'utf8')).toBe('secret');
  });

  it('is refused where there is no place for it', async () => {
    const { offer } = await offered();
    bob.place = bob.at('no/such/folder/a.bin');
    await bob.act(offer, 'save');
    expect(bob.failures).toEqual(['The file or folder does not exist.']);
    bob.place = bob.at('a.bin');
    await bob.act({ ...offer, size: Number.MAX_SAFE_INTEGER }, 'save');
    expect(bob.failures[1]).toMatch(/^There is not enough space for 9\.0 PB/);
    bob.place = undefined;
    await bob.act(offer, 'save');
    expect(await bob.files()).toEqual([]);
  });

  it('is cancelled in the middle, and its part goes', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'moving');
    await bob.act(offer, 'cancel');
    await bob.untilState(offer, 'cancelled');
    expect(await bob.files()).toEqual([]);
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
  });

  it('is not asked for, and leaves nothing behind, once its connection is over', async () => {
    const { offer } = await offered();
    bob.place = bob.at('a.bin');
    bob.leave();
    await bob.act(offer, 'save');
    expect(bob.failures).toEqual(['You are no longer connected to where this file was offered.']);
    expect([bob.asked, await bob.files()]).toEqual([[], []]);
  });

  it('can be fetched by somebody who is back in the room, and leaves no empty part meanwhile', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    bobInChat.send('PART #chat');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'failed');
    expect(bob.last(offer)?.note).toBe('It is no longer offered to you.');
    expect(await bob.files()).toEqual([]);
    expect(fileActionsFor(bob.last(offer)!, false)).toEqual(['save']);
    await bobInChat.ask('JOIN #chat');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
  });

  it('changes its line at most five times a second', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    const began = performance.now();
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
    const seconds = (performance.now() - began) / 1000;
    expect(bob.views.get(offer.id)?.length ?? 0).toBeLessThanOrEqual(2 + seconds * 5);
  });
});

describe('what is dropped', () => {
  it('is asked for in pieces, sent under its name, and deleted when it is withdrawn', async () => {
    const content = sample(300_000);
    const dropping = ann.transfers.dropped({
      place: placeOf('#chat'),
      files: [{ file: 'f1', name: '../evil\u202e.txt', size: content.length }],
      folders: 0,
      uris: [],
    });
    for (const [offset, length] of [
      [0, 262_144],
      [262_144, 37_856],
    ] as const) {
      await ann.until(() => ann.posted.at(-1) === `f1 ${offset} ${length}`);
      ann.transfers.bytes('f1', offset, content.subarray(offset, offset + length));
    }
    await dropping;
    expect(ann.posted.at(-1)).toBe('forget f1');
    const { offer } = ann.said.at(-1)!;
    expect(offer.name).toBe('evil.txt');
    bob.place = bob.at('evil.txt');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
    expect((await readFile(bob.at('evil.txt'))).equals(content)).toBe(true);
    expect(await readdir(ann.at('files'))).toHaveLength(1);
    await ann.act(offer, 'cancel');
    await expect.poll(() => readdir(ann.at('files'))).toEqual([]);
  });

  it('as an address is sent only after a question, and only from this machine', async () => {
    await writeFile(ann.at('a b.txt'), 'x');
    const address = pathToFileURL(ann.at('a b.txt')).href;
    ann.confirms = false;
    await ann.transfers.dropped({ place: placeOf('#chat'), files: [], folders: 0, uris: [address] });
    expect(ann.said).toEqual([]);
    ann.confirms = true;
    await ann.transfers.dropped({
      place: placeOf('#chat'),
      files: [],
      folders: 0,
      uris: [address, 'file://server/share/x', 'https://a/b', 'nonsense'],
    });
    expect(ann.said.map(({ offer }) => offer.name)).toEqual(['a b.txt']);
    expect(ann.failures).toEqual(['Only files that the editor itself can open are sent.']);
  });

  it('from the explorer of a remote or virtual folder is read by the editor, and sent', async () => {
    const address = 'vscode-remote://ssh-remote%2Bbox/home/ana/far.txt';
    ann.remote.set(address, Buffer.from('far away'));
    await ann.transfers.dropped({
      place: placeOf('#chat'),
      files: [],
      folders: 0,
      uris: [address, 'vscode-vfs://github/a/b/gone.txt'],
    });
    expect(ann.asked).toEqual([address, 'vscode-vfs://github/a/b/gone.txt']);
    expect(ann.failures).toEqual(['The editor cannot read it.']);
    const { offer } = ann.said.at(-1)!;
    expect(offer.name).toBe('far.txt');
    bob.place = bob.at('far.txt');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'done');
    expect(await readFile(bob.at('far.txt'), 'utf8')).toBe('far away');
    await ann.act(offer, 'cancel');
    await expect.poll(() => readdir(ann.at('files'))).toEqual([]);
  });

  it('is not sent when it is a folder, and that is said', async () => {
    await ann.transfers.dropped({ place: placeOf('#chat'), files: [], folders: 1, uris: [] });
    expect([ann.said, ann.failures]).toEqual([
      [],
      ['Folders are not sent. Drop the files in them, or an archive.'],
    ]);
  });

  it('is forgotten where it cannot be sent, and past so many', async () => {
    ann.endpoints.clear();
    await ann.transfers.dropped({
      place: placeOf('#chat'),
      files: [{ file: 'f1', name: 'a', size: 1 }],
      folders: 0,
      uris: [],
    });
    expect(ann.posted).toEqual(['forget f1']);
    ann.connect();
    const many = Array.from({ length: 33 }, (_, index) => ({ file: `m${index}`, name: 'a', size: 0 }));
    await ann.transfers.dropped({ place: placeOf('#chat'), files: many, folders: 0, uris: [] });
    expect(ann.said).toHaveLength(32);
    expect(ann.posted.filter(text => text === 'forget m32')).toHaveLength(1);
  });
});
