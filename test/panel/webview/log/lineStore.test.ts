import { describe, expect, it } from 'vitest';
import { LineStore, weightOf } from '../../../../src/panel/webview/log/lineStore.ts';
import {
  blockCharacters,
  blockLines,
  charactersPerBreak,
  maxHeldCharacters,
  maxHeldLines,
} from '../../../../src/panel/webview/log/limits.ts';
import { message, messages, note } from './lines.ts';

const storeOf = (...lines: Parameters<LineStore['append']>[0]): LineStore => {
  const store = new LineStore();
  store.append(lines);
  return store;
};

const texts = (store: LineStore): string[] =>
  store.blocks.flatMap(({ lines }) => lines.map(({ text }) => text));
const sizes = (store: LineStore): number[] => store.blocks.map(({ lines }) => lines.length);

describe('lines', () => {
  it('go into blocks that are filled one after the other', () => {
    const store = storeOf(...messages(blockLines + 1));
    expect(sizes(store)).toEqual([blockLines, 1]);
    store.append(messages(blockLines));
    expect(sizes(store)).toEqual([blockLines, blockLines, 1]);
    expect(store.blocks.map(({ order }) => order)).toEqual([0, 1, 2]);
    expect(store.count).toBe(2 * blockLines + 1);
  });

  it('that are long fill a block sooner', () => {
    const store = storeOf(message('x'.repeat(blockCharacters - 1)), message('y'), message('z'));
    expect(sizes(store)).toEqual([2, 1]);
  });

  it('put before the first come in their order, in blocks numbered on downwards', () => {
    const store = storeOf(...messages(10, 1001));
    store.prepend(messages(blockLines + 2));
    expect(sizes(store)).toEqual([2, blockLines, 10]);
    expect(store.blocks.map(({ order }) => order)).toEqual([-2, -1, 0]);
    expect(texts(store).slice(0, 3)).toEqual(['line 1', 'line 2', 'line 3']);
    expect(texts(store).at(blockLines + 2)).toBe('line 1001');
    expect(store.blockAt(-1)).toBe(store.blocks[1]);
    expect(store.blockAt(-3)).toBeUndefined();
  });

  it('put before none are there as well', () => {
    const store = new LineStore();
    store.prepend(messages(2));
    expect(texts(store)).toEqual(['line 1', 'line 2']);
    expect(store.before(store.blocks[0]!)).toBeUndefined();
  });

  it('are found by their ids, and those with the same id by the newest', () => {
    const store = storeOf(message('old', { id: 'a' }), message('new', { id: 'a' }));
    store.prepend([message('older', { id: 'a' }), message('b', { id: 'b' })]);
    const textAt = (id: string): string | undefined => {
      const place = store.find(id);
      return place?.block.lines[place.index]?.text;
    };
    expect(textAt('a')).toBe('new');
    expect(textAt('b')).toBe('b');
    expect(store.find('c')).toBeUndefined();
  });

  it('know the line before their block, and the last of all', () => {
    const store = storeOf(...messages(blockLines + 3));
    expect(store.before(store.blocks[1]!)?.text).toBe(`line ${blockLines}`);
    expect(store.last?.text).toBe(`line ${blockLines + 3}`);
  });

  it('are all gone once cleared', () => {
    const store = storeOf(...messages(3));
    store.clear();
    expect([store.count, store.dropped, store.last, store.blocks.length]).toEqual([0, 0, undefined, 0]);
  });
});

describe('a change', () => {
  it('changes a message, and its block is to be measured anew', () => {
    const store = storeOf(message('a', { id: 'a' }));
    const [block] = store.blocks;
    block!.height = 100;
    expect(store.change('a', { delivery: 'failed' })).toEqual({ block, index: 0 });
    expect(store.last).toMatchObject({ text: 'a', delivery: 'failed' });
    expect(block!.height).toBeUndefined();
  });

  it('of a note or of a line that is not held changes nothing', () => {
    const store = storeOf(note('a', { id: 'a' }));
    expect(store.change('a', { text: 'b' })).toBeUndefined();
    expect(store.change('c', { text: 'b' })).toBeUndefined();
    expect(store.last?.text).toBe('a');
  });

  it('counts for the characters held', () => {
    const store = storeOf(...Array.from({ length: 3 }, () => message('x'.repeat(blockCharacters))));
    store.change(store.last!.id, { text: 'y'.repeat(maxHeldCharacters - 2 * blockCharacters) });
    store.append([message('')]);
    expect(store.dropped).toBe(0);
    store.append([message('z')]);
    expect(store.dropped).toBe(1);
  });
});

describe('the bounds', () => {
  it('let go of the oldest block with the first line too many', () => {
    const store = storeOf(...messages(maxHeldLines));
    expect([store.count, store.dropped]).toEqual([maxHeldLines, 0]);
    const first = store.blocks[0]!.lines[0]!;
    store.append([message('one more')]);
    expect([store.count, store.dropped]).toEqual([maxHeldLines + 1 - blockLines, blockLines]);
    expect(store.find(first.id)).toBeUndefined();
    expect(texts(store)[0]).toBe(`line ${blockLines + 1}`);
  });

  it('hold for characters too', () => {
    const store = storeOf(message('x'.repeat(maxHeldCharacters - 1)), message('y'));
    expect(store.dropped).toBe(0);
    store.append([message('z')]);
    expect([store.dropped, texts(store)]).toEqual([1, ['y', 'z']]);
  });

  it('leave a last block that is too large by itself', () => {
    const store = storeOf(message('x'.repeat(maxHeldCharacters + 1)));
    expect([store.count, store.dropped]).toEqual([1, 0]);
  });

  it('count a line break for as much as it takes on the screen', () => {
    expect(weightOf(message('a\nb\n'))).toBe(4 + 2 * charactersPerBreak);
  });

  it('drop the oldest of those that are put before the first', () => {
    const store = storeOf(...messages(maxHeldLines - blockLines));
    store.prepend(messages(2 * blockLines, -100));
    expect([store.count, store.dropped]).toEqual([maxHeldLines, blockLines]);
    expect(texts(store)[0]).toBe(`line ${blockLines - 100}`);
  });
});
