import { expect, it } from 'vitest';
import { TalkWindow } from '../support/talkWindow.ts';

it('gives the blocks of what is shown, without the nick that an answer begins with for others', () => {
  const window = new TalkWindow();
  const room = window.enter('#chat');
  room.says('rui', 'how?', { own: true, msgid: 'm1' });
  const id = room.says('ana', 'rui: ```sh\necho hi\n```\ncurl evil', { replyTo: 'm1' });
  window.ask({ type: 'code', tab: window.page.active, id, block: 0, action: 'copy' });
  expect(window.done.at(-1)).toMatchObject({ text: '```sh\necho hi\n```\ncurl evil' });
});
