import { describe, expect, it, vi } from 'vitest';
import { assertNever } from '../../src/common/assertNever.ts';
import { Emitter } from '../../src/common/emitter.ts';

describe('an emitter', () => {
  it('calls its listeners in the order they came, each until it goes', () => {
    const said: string[] = [];
    const emitter = new Emitter<string>();
    emitter.event(value => said.push(`one ${value}`));
    const two = emitter.event(value => said.push(`two ${value}`));
    emitter.fire('a');
    two.dispose();
    emitter.fire('b');
    expect(said).toEqual(['one a', 'two a', 'one b']);
  });

  it('takes one function twice as two listeners', () => {
    const listener = vi.fn();
    const emitter = new Emitter<number>();
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    expect(listener).toHaveBeenCalledTimes(2);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it('does not call a listener that another one has just sent away', () => {
    const listener = vi.fn();
    const emitter = new Emitter<number>();
    emitter.event(() => second.dispose());
    const second = emitter.event(listener);
    emitter.fire(1);
    expect(listener).not.toHaveBeenCalled();
  });

  it('calls a listener that came during a value from the next one on', () => {
    const listener = vi.fn();
    const emitter = new Emitter<number>();
    const first = emitter.event(() => {
      first.dispose();
      emitter.event(listener);
    });
    emitter.fire(1);
    expect(listener).not.toHaveBeenCalled();
    emitter.fire(2);
    expect(listener.mock.calls).toEqual([[2]]);
  });

  it('calls nobody once disposed', () => {
    const listener = vi.fn();
    const emitter = new Emitter<number>();
    emitter.event(() => emitter.dispose());
    emitter.event(listener);
    emitter.fire(1);
    emitter.fire(2);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('the end of a switch', () => {
  it('says what came that should not be', () => {
    expect(() => assertNever({ type: 'new' } as never)).toThrow('{"type":"new"}');
  });
});
