import { appendFile, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxOwnFiles } from '../../../src/app/files/ownFiles.ts';
import { Place } from '../../client/files/place.ts';
import type { TestPeer } from '../../support/peer.ts';
import { sample } from '../../relay/files/fileBench.ts';
import { TestDesk } from './desk.ts';

let place: Place;
let ann: TestDesk;
let bob: TestDesk;
let bobInChat: TestPeer;
beforeEach(async () => {
  place = await Place.open({ fileRecheckMs: 0 });
  await place.join('host');
  bobInChat = await place.join('bob');
  [ann, bob] = await Promise.all([TestDesk.of(place, 'host'), TestDesk.of(place, 'bob')]);
});
afterEach(async () => {
  await Promise.all([ann.end(), bob.end()]);
  await place.close();
});

const bytes = sample(2_000_000);

/** Ann offers a file in the room. */
async function offered(name = 'a.bin', content: Uint8Array = bytes): Promise<(typeof ann.said)[number]> {
  await writeFile(ann.at(name), content);
  await ann.desk.sendFile('#chat', { scheme: 'file', fsPath: ann.at(name) });
  const said = ann.said.at(-1);
  if (said === undefined) throw new Error(ann.told.join());
  return said;
}

describe('a file that is sent', () => {
  it('is said in the tab, fetched by another, and both sides see how far it is', async () => {
    const { offer, text, target, lineId } = await offered('my notes.bin');
    expect(target).toBe('#chat');
    expect(text).toBe(`[file] my notes.bin (2.0 MB, sha256 ${offer.hash.slice(0, 8)}…)`);
    expect(ann.last(lineId)).toMatchObject({ state: 'offered', moved: 0, note: '' });
    expect(bob.desk.received('b1', offer, false)).toEqual({
      name: 'my notes.bin',
      size: bytes.length,
      moved: 0,
      state: 'offered',
      note: '',
    });
    bob.place = bob.at('saved.bin');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'done');
    expect(bob.asked).toEqual(['my notes.bin']);
    expect((await readFile(bob.at('saved.bin'))).equals(bytes)).toBe(true);
    expect(await bob.files()).toEqual(['saved.bin']);
    await ann.until(() => ann.last(lineId)?.note === 'Fetched: 1.');
    expect(bob.desk.received('b1', offer, false)).toMatchObject({ state: 'done', moved: bytes.length });
    await bob.desk.act('b1', offer, 'reveal');
    await ann.desk.act(lineId, offer, 'reveal');
    expect([...bob.revealed, ...ann.revealed]).toEqual([bob.at('saved.bin'), ann.at('my notes.bin')]);
  });

  it('is picked where none is named, several at once', async () => {
    for (const name of ['one', 'two']) await writeFile(ann.at(name), name);
    ann.chosen = [ann.at('one'), ann.at('two')];
    await ann.desk.sendFile('#chat');
    expect(ann.said.map(({ offer }) => offer.name)).toEqual(['one', 'two']);
  });

  it('may be a text that is none yet; nothing of it stays on the disk', async () => {
    await ann.desk.sendText('#chat', '../notes.txt', 'olá\n');
    const [{ lineId, offer }] = ann.said as [(typeof ann.said)[number]];
    expect(offer).toMatchObject({ name: expect.stringMatching(/^[^/]*notes\.txt$/) as string, size: 5 });
    bob.place = bob.at('got.txt');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'done');
    expect(await readFile(bob.at('got.txt'), 'utf8')).toBe('olá\n');
    await ann.desk.act(lineId, offer, 'cancel');
    await expect.poll(() => readdir(ann.at('spool'))).toEqual([]);
    ann.current = undefined;
    expect(ann.desk.canSend('#chat')).toBe(false);
    await ann.desk.sendText('#chat', 'a.txt', 'a');
    expect(ann.told.join()).toContain('while you are connected');
  });

  it('needs a relay that passes files, a tab to say it in, and a file', async () => {
    await ann.desk.sendFile('', { scheme: 'file', fsPath: ann.at('a') });
    ann.current = undefined;
    await ann.desk.sendFile('#chat', { scheme: 'file', fsPath: ann.at('a') });
    expect(new Set(ann.told)).toEqual(
      new Set(['Files can be sent in a room or private chat on a PyChat relay, while you are connected.']),
    );
    ann.current = await place.door('host');
    ann.told.length = 0;
    await ann.desk.sendFile('#chat', { scheme: 'file', fsPath: ann.folder });
    await ann.desk.sendFile('#chat', { scheme: 'file', fsPath: ann.at('missing') });
    await ann.desk.sendFile('#chat', { scheme: 'vscode-vfs', fsPath: '/a' });
    await ann.desk.sendFile('nobody', {
      scheme: 'file',
      fsPath: (await offered()).offer.name && ann.at('a.bin'),
    });
    expect(ann.told).toEqual([
      'Only files can be sent, not folders.',
      'The file or folder is not there.',
      'Only files on this machine can be sent.',
      'The file cannot be offered there: the room or person is gone, or does not take it from you.',
    ]);
  });

  it('that changes after it was offered is not sent', async () => {
    const { offer, lineId } = await offered();
    await appendFile(ann.at('a.bin'), 'more');
    bob.place = bob.at('a.bin');
    await bob.desk.act('b1', offer, 'save');
    await ann.until(() => ann.last(lineId)?.state === 'failed');
    expect(ann.last(lineId)?.note).toBe('The file has changed or is gone; offer it again.');
    await bob.until(() => bob.last('b1')?.state === 'gone');
    await bob.desk.act('b1', offer, 'cancel');
    await bob.until(() => bob.last('b1')?.state === 'cancelled');
    expect(await bob.files()).toEqual([]);
  });

  it('is withdrawn by its sender, and by the newest past so many', async () => {
    const { offer, lineId } = await offered();
    await ann.desk.act(lineId, offer, 'cancel');
    await ann.until(() => ann.last(lineId)?.state === 'cancelled');
    bob.place = bob.at('a.bin');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'gone');
    for (let count = 0; count < maxOwnFiles; count++) await offered(`small${count}`, Buffer.from('x'));
    const [, first, second] = ann.said;
    expect(ann.last(first!.lineId)?.state).toBe('offered');
    await offered('one more', Buffer.from('x'));
    await ann.until(() => ann.last(first!.lineId)?.state === 'gone');
    expect(ann.last(second!.lineId)?.state).toBe('offered');
  });

  it('is withdrawn when its sender leaves the chat, and that is said', async () => {
    const { offer, lineId } = await offered();
    ann.desk.left();
    await ann.until(() => ann.last(lineId)?.state === 'gone');
    expect(ann.last(lineId)?.note).toBe('Withdrawn, as you left.');
    bob.place = bob.at('a.bin');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'gone');
  });

  it('is offered again under the same name after its connection broke', async () => {
    const { offer, lineId } = await offered();
    const door = ann.current;
    ann.current = undefined;
    place.cutFiles();
    await ann.until(() => ann.last(lineId)?.state === 'paused');
    ann.current = door;
    ann.desk.connected();
    await ann.until(() => ann.last(lineId)?.state === 'offered');
    bob.place = bob.at('a.bin');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'done');
  });
});

describe('a file that comes in', () => {
  it('pauses when the connection breaks and goes on where it stopped', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    const door = bob.current;
    place.cutAfter(5_000_000, () => (bob.current = undefined));
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'paused');
    expect(await bob.files()).toEqual(['big.bin.part']);
    expect(bob.last('b1')?.note).toBe('The connection broke.');
    const before = bob.last('b1')?.moved ?? 0;
    bob.current = door;
    ann.desk.connected();
    await bob.desk.act('b1', offer, 'resume');
    await bob.until(() => bob.last('b1')?.state === 'done');
    expect(before).toBeGreaterThan(1_000_000);
    expect(before).toBeLessThanOrEqual(5_000_000);
    expect((await readFile(bob.at('big.bin'))).equals(sample(20_000_000))).toBe(true);
    expect(await bob.files()).toEqual(['big.bin']);
  });

  it('is thrown away when it is not what was offered', async () => {
    const { offer } = await offered();
    bob.place = bob.at('a.bin');
    await bob.desk.act(
      'b1',
      { ...offer, hash: offer.hash.replace(/^./, digit => (digit === '0' ? '1' : '0')) },
      'save',
    );
    await bob.until(() => bob.last('b1')?.state === 'failed');
    expect(bob.last('b1')?.note).toBe('What came is not what was offered. It was thrown away.');
    expect(await bob.files()).toEqual([]);
  });

  it('never overwrites, follows no link, and is asked for once', async () => {
    const { offer } = await offered();
    await writeFile(bob.at('secret'), 'secret');
    await symlink(bob.at('secret'), bob.at('a.bin'));
    bob.place = bob.at('a.bin');
    await Promise.all([bob.desk.act('b1', offer, 'save'), bob.desk.act('b1', offer, 'save')]);
    await bob.until(() => bob.last('b1')?.state === 'done');
    expect(bob.asked).toHaveLength(1);
    expect(await bob.files()).toEqual(['a (2).bin', 'a.bin', 'secret']);
    expect(await readFile(bob.at('secret'), 'utf8')).toBe('secret');
  });

  it('is refused where there is no place for it', async () => {
    const { offer } = await offered();
    bob.place = bob.at('no/such/folder/a.bin');
    await bob.desk.act('b1', offer, 'save');
    expect(bob.told).toEqual(['The file or folder is not there.']);
    bob.place = bob.at('a.bin');
    await bob.desk.act('b1', { ...offer, size: Number.MAX_SAFE_INTEGER }, 'save');
    expect(bob.told[1]).toMatch(/^There is no room for 9\.0 PB/);
    bob.place = undefined;
    await bob.desk.act('b1', offer, 'save');
    expect(await bob.files()).toEqual([]);
  });

  it('is called off in the middle, and its part goes', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'moving');
    await bob.desk.act('b1', offer, 'cancel');
    await bob.until(() => bob.last('b1')?.state === 'cancelled');
    expect(await bob.files()).toEqual([]);
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'done');
  });

  it('ends for who is kicked: what has come stays a part until it is called off', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    bobInChat.send('PART #chat');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'gone');
    expect(bob.last('b1')?.note).toBe('It is no longer offered to you.');
    await bobInChat.ask('JOIN #chat');
    await bob.desk.act('b1', offer, 'resume');
    await bob.until(() => bob.last('b1')?.state === 'done');
  });

  it('tells of itself at most five times a second', async () => {
    const { offer } = await offered('big.bin', sample(20_000_000));
    bob.place = bob.at('big.bin');
    const began = performance.now();
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'done');
    const seconds = (performance.now() - began) / 1000;
    expect(bob.views.get('b1')?.length ?? 0).toBeLessThanOrEqual(2 + seconds * 5);
  });
});

describe('what is dropped', () => {
  it('is asked for in pieces, sent under its name, and deleted when it is withdrawn', async () => {
    const content = sample(300_000);
    const dropping = ann.desk.dropped(
      '#chat',
      [{ file: 'f1', name: '../evil\u202e.txt', size: content.length }],
      [],
    );
    for (const [offset, length] of [
      [0, 262_144],
      [262_144, 37_856],
    ] as const) {
      await ann.until(() => ann.wanted.at(-1) === `f1 ${offset} ${length}`);
      ann.desk.bytes('f1', offset, content.subarray(offset, offset + length));
    }
    await dropping;
    expect(ann.wanted.at(-1)).toBe('forget f1');
    const { offer, lineId } = ann.said.at(-1)!;
    expect(offer.name).toBe('evil.txt');
    bob.place = bob.at('evil.txt');
    await bob.desk.act('b1', offer, 'save');
    await bob.until(() => bob.last('b1')?.state === 'done');
    expect((await readFile(bob.at('evil.txt'))).equals(content)).toBe(true);
    expect(await readdir(ann.at('spool'))).toHaveLength(1);
    await ann.desk.act(lineId, offer, 'cancel');
    await expect.poll(() => readdir(ann.at('spool'))).toEqual([]);
  });

  it('as an address is sent only after a question, and only from this machine', async () => {
    await writeFile(ann.at('a b.txt'), 'x');
    const address = pathToFileURL(ann.at('a b.txt')).href;
    ann.confirms = false;
    await ann.desk.dropped('#chat', [], [address]);
    expect(ann.said).toEqual([]);
    ann.confirms = true;
    await ann.desk.dropped('#chat', [], [address, 'file://server/share/x', 'https://a/b', 'nonsense']);
    expect(ann.said.map(({ offer }) => offer.name)).toEqual(['a b.txt']);
    expect(ann.told).toEqual(['Only files on this machine can be sent.']);
  });

  it('is forgotten where it cannot be sent, and past so many', async () => {
    ann.current = undefined;
    await ann.desk.dropped('#chat', [{ file: 'f1', name: 'a', size: 1 }], []);
    expect(ann.wanted).toEqual(['forget f1']);
    ann.current = await place.door('host');
    const many = Array.from({ length: 33 }, (_, index) => ({ file: `m${index}`, name: 'a', size: 0 }));
    await ann.desk.dropped('#chat', many, []);
    expect(ann.said).toHaveLength(32);
    expect(ann.wanted.filter(text => text === 'forget m32')).toHaveLength(1);
  });
});
