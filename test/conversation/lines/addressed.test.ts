import { describe, expect, it } from 'vitest';
import { addressed } from '../../../src/conversation/lines/addressed.ts';
import { codeBlocks } from '../../../src/chat/codeBlocks.ts';
import type { MessageLine } from '../../../src/chat/line.ts';

const asked: MessageLine = {
  kind: 'message',
  id: '1',
  at: 0,
  nick: 'ian',
  text: 'which line?',
  form: 'say',
  own: false,
};
const room = { kind: 'room' } as const;

describe('an answer', () => {
  it('says in its text to whom it speaks', () => {
    expect(addressed('the third', asked, room)).toBe('ian: the third');
    expect(addressed('the third\nfrom below', asked, room)).toBe('ian: the third\nfrom below');
    expect(addressed('iannis is right', asked, room)).toBe('ian: iannis is right');
  });

  it.each(['ian: the third', 'Ian, the third', 'ian the third', '@ian the third', '@ian: the third', 'ian'])(
    'does not say it twice: %s',
    text => {
      expect(addressed(text, asked, room)).toBe(text);
    },
  );

  it('adds nothing where nobody else is meant, or the line is gone', () => {
    expect(addressed('the third', asked, { kind: 'private' })).toBe('the third');
    expect(addressed('the third', { ...asked, own: true }, room)).toBe('the third');
    expect(addressed('the third', undefined, room)).toBe('the third');
  });

  it.each(['```ts\nconst a = 1;\n```', 'src/a.ts:3\n```ts\nconst a = 1;\n```'])(
    'leaves code what it was: %j',
    text => {
      const sent = addressed(text, asked, room);
      expect(sent).toBe(`ian:\n${text}`);
      expect(codeBlocks(sent)).toEqual([{ kind: 'text', text: 'ian:' }, ...codeBlocks(text)]);
    },
  );
});
