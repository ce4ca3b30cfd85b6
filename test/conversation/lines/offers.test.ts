import { expect, it } from 'vitest';
import type { FileOffer } from '../../../src/chat/event.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

const offer: FileOffer = { id: 'f1', secret: 's', name: 'a.zip', size: 10, hash: 'h' };

const statesIn = (window: TalkWindow): unknown[] =>
  window.lines().flatMap(line => (line.kind === 'message' && line.file ? [line.file.state] : []));

it('a file is no longer offered once its connection is over, until that is back', () => {
  const window = new TalkWindow();
  const room = window.enter('#chat');
  room.says('ana', '[file]', { file: offer });
  room.says('ana', '[file]', { file: { ...offer, id: 'f2' } });
  room.own('[file]', { file: { ...offer, id: 'f3' } });
  const begun = { name: 'a.zip', size: 10, moved: 5, state: 'paused', note: '' } as const;
  window.take({ type: 'fileChanged', offer: 'f2', view: begun });
  expect(statesIn(window)).toEqual(['offered', 'paused', 'offered']);
  room.ends('lost');
  expect(statesIn(window)).toEqual(['gone', 'paused', 'offered']);
  window.enter('#chat');
  expect(statesIn(window)).toEqual(['offered', 'paused', 'offered']);
  window.take({ type: 'left', connection: window.servers.at(-1)?.id ?? '' });
  expect(statesIn(window)).toEqual(['gone', 'paused', 'offered']);
});

it('a file is not offered while its connection is broken', () => {
  const window = new TalkWindow();
  const room = window.enter('#chat');
  room.says('ana', '[file]', { file: offer });
  room.breaks();
  expect(statesIn(window)).toEqual(['gone']);
  room.registers();
  expect(statesIn(window)).toEqual(['offered']);
});
