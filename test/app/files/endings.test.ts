import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchFile } from '../../../src/client/files/fetchFile.ts';
import { Place } from '../../client/files/place.ts';
import { sample } from '../../relay/files/fileBench.ts';
import { FilesWindow, localUri, placeOf } from './filesWindow.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));
vi.mock(import('node:fs/promises'), async original => {
  const files = await original();
  return { ...files, rename: vi.fn(files.rename) };
});
vi.mock(import('../../../src/client/files/fetchFile.ts'), async original => {
  const module = await original();
  return { ...module, fetchFile: vi.fn(module.fetchFile) };
});

let place: Place;
let ann: FilesWindow;
let bob: FilesWindow;
beforeEach(async () => {
  place = await Place.open({ fileRecheckMs: 0 });
  for (const nick of ['host', 'bob']) await place.join(nick);
  [ann, bob] = await Promise.all([FilesWindow.of(place, 'host'), FilesWindow.of(place, 'bob')]);
});
afterEach(async () => {
  await Promise.all([ann.end(), bob.end()]);
  await place.close();
});

const bytes = sample(2_000_000);

/** Ann sends a file over one of her connections. */
async function send(connection = 'one', content: Uint8Array = bytes): Promise<void> {
  const file = ann.at(`${connection}.bin`);
  await writeFile(file, content);
  await ann.transfers.sendFile(placeOf('#chat', connection), [localUri(file)]);
}

describe('a file that is being prepared', () => {
  const leave = (): void => ann.leave();

  it.each([
    ['its sender leaves', leave],
    ['the window closes', () => void ann.transfers.dispose()],
    ['the user cancels', (cancel: () => void) => cancel()],
  ])('is not offered when %s', async (_, end) => {
    ann.onProgress = (title, cancel) => {
      expect([title, place.fileConnections]).toEqual(['Preparing one.bin…', 1]);
      end(cancel);
    };
    await send();
    expect([ann.said, ann.failures]).toEqual([[], []]);
    await expect.poll(() => place.fileConnections).toBe(0);
  });

  it('is not offered when its sender leaves as it is ready', async () => {
    ann.onProgressDone = leave;
    await send();
    expect([ann.said, ann.failures]).toEqual([[], []]);
    await expect.poll(() => place.fileConnections).toBe(0);
  });
});

describe('with two connections', () => {
  beforeEach(() => ann.connect('two'));

  it('leaving one withdraws what is offered there, and nothing of the other', async () => {
    ann.onProgress = () => ann.leave('two');
    await send();
    ann.onProgress = () => undefined;
    ann.connect('two');
    await send('two');
    const [one, two] = ann.said.map(({ offer }) => offer);
    ann.leave('two');
    await ann.untilState(two!, 'gone');
    expect(ann.last(one!)?.state).toBe('offered');
    bob.place = bob.at('got.bin');
    await bob.act(one!, 'save');
    await bob.untilState(one!, 'done');
  });

  it('what comes in over one that is left waits, and goes on over another to the same server', async () => {
    await send('one', sample(20_000_000));
    const { offer } = ann.said[0]!;
    bob.place = bob.at('got.bin');
    place.cutAfter(5_000_000, () => bob.leave());
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'paused');
    bob.leave('unknown');
    bob.connect('new');
    ann.transfers.connectionUp('one');
    await ann.until(() => place.fileConnections > 0);
    bob.transfers.connectionUp('new');
    await bob.untilState(offer, 'done');
    expect((await readFile(bob.at('got.bin'))).equals(sample(20_000_000))).toBe(true);
  });
});

describe('a dropped file', () => {
  it('is given up at once when the user cancels, also while the page does not answer', async () => {
    let cancel = (): void => undefined;
    ann.onProgress = (_, cancelled) => (cancel = cancelled);
    const dropping = ann.transfers.dropped({
      place: placeOf('#chat'),
      files: [{ file: 'f1', name: 'a', size: 5 }],
      folders: 0,
      uris: [],
    });
    await ann.until(() => ann.posted.at(-1) === 'f1 0 5');
    cancel();
    await dropping;
    expect([ann.posted.at(-1), ann.said, ann.failures]).toEqual(['forget f1', [], []]);
    expect(await readdir(ann.at('files'))).toEqual([]);
  });
});

describe('a file that has come', () => {
  it('is thrown away when the user cancels before that is confirmed', async () => {
    await send();
    const { offer } = ann.said[0]!;
    const fetching = Promise.withResolvers<undefined>();
    vi.mocked(fetchFile).mockImplementationOnce(() => fetching.promise);
    bob.place = bob.at('got.bin');
    await bob.act(offer, 'save');
    const cancelling = bob.act(offer, 'cancel');
    fetching.resolve(undefined);
    await cancelling;
    expect(await bob.files()).toEqual([]);
    await bob.untilState(offer, 'cancelled');
  });

  it('stays a part, and leaves no empty file, when it cannot be put into its place; it can be tried again', async () => {
    await send();
    const { offer } = ann.said[0]!;
    vi.mocked(rename).mockRejectedValueOnce(Object.assign(new Error('refused'), { code: 'EPERM' }));
    bob.place = bob.at('got.bin');
    await bob.act(offer, 'save');
    await bob.untilState(offer, 'paused');
    expect(bob.last(offer)?.note).toBe('The system does not allow access to that place or file.');
    expect(await bob.files()).toEqual(['got.bin.part']);
    await bob.act(offer, 'resume');
    await bob.untilState(offer, 'done');
    expect(await bob.files()).toEqual(['got.bin']);
    expect((await readFile(bob.at('got.bin'))).equals(bytes)).toBe(true);
  });
});
