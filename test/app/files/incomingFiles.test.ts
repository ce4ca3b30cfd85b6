import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { maxIncomingFiles } from '../../../src/app/files/incomingFiles.ts';
import type { FileOffer } from '../../../src/chat/event.ts';
import { Place } from '../../client/files/place.ts';
import { FilesWindow, placeOf } from './filesWindow.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

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

const save = (offer: FileOffer): Promise<void> => {
  bob.place = bob.at(offer.name);
  return bob.act(offer, 'save');
};

it('files that came in are known up to so many; then the one that came first is forgotten, and none that is open', async () => {
  await ann.transfers.sendText(placeOf('#chat'), 'first', '1');
  await ann.transfers.sendText(placeOf('#chat'), 'second', '2');
  const [first, second] = ann.said.map(({ offer }) => offer) as [FileOffer, FileOffer];
  const lost = (id: string): FileOffer => ({ ...first, id, name: id });
  bob.loseServer();
  await save(lost('open'));
  bob.connect();
  for (const offer of [first, second]) {
    await save(offer);
    await bob.untilState(offer, 'done');
  }
  bob.loseServer();
  for (let count = 3; count < maxIncomingFiles; count++) {
    await save(lost(`file${count}`));
    await bob.act(lost(`file${count}`), 'cancel');
  }
  const revealed = async (): Promise<readonly string[]> => {
    bob.revealed.length = 0;
    for (const offer of [first, second]) await bob.act(offer, 'reveal');
    return bob.revealed;
  };
  expect(await revealed()).toEqual([bob.at('first'), bob.at('second')]);
  await save(lost('one more'));
  expect(await revealed()).toEqual([bob.at('second')]);
  expect(await bob.files()).toEqual(['first', 'one more.part', 'open.part', 'second']);
  await bob.transfers.dispose();
  expect(await bob.files()).toEqual(['first', 'second']);
});
