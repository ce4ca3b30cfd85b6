import { beforeEach, describe, expect, it } from 'vitest';
import {
  pausedAfter,
  sayActiveEvery,
  TypingSender,
} from '../../../../src/panel/webview/prompt/typingSender.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

let clock: FakeClock;
let said: string[];
let sender: TypingSender;

beforeEach(() => {
  clock = new FakeClock();
  said = [];
  sender = new TypingSender(clock, (tab, state) => said.push(`${tab} ${state}`));
  sender.allow(true);
});

const taken = (): string[] => said.splice(0);

describe('that one types', () => {
  it('is told with the first letter, and again at most so often', () => {
    sender.edited('#chat', 'a');
    expect(taken()).toEqual(['#chat active']);
    clock.advance(sayActiveEvery - 1);
    sender.edited('#chat', 'ab');
    expect(taken()).toEqual([]);
    clock.advance(1);
    sender.edited('#chat', 'abc');
    expect(taken()).toEqual(['#chat active']);
  });

  it('has an end when no key was pressed for so long, and begins anew', () => {
    sender.edited('#chat', 'a');
    clock.advance(pausedAfter - 1);
    expect(taken()).toEqual(['#chat active']);
    clock.advance(1);
    expect(taken()).toEqual(['#chat paused']);
    clock.advance(10 * pausedAfter);
    expect(taken()).toEqual([]);
    sender.edited('#chat', 'ab');
    expect(taken()).toEqual(['#chat active']);
  });

  it('has an end when the text is gone, also after a pause, but only once', () => {
    sender.edited('#chat', 'a');
    sender.edited('#chat', '');
    sender.edited('#chat', '');
    expect(taken()).toEqual(['#chat active', '#chat done']);
    sender.edited('#chat', 'a');
    clock.advance(pausedAfter);
    sender.edited('#chat', '  ');
    expect(taken()).toEqual(['#chat active', '#chat paused', '#chat done']);
    clock.advance(pausedAfter);
    expect(taken()).toEqual([]);
  });

  it('needs no end when the text is sent', () => {
    sender.edited('#chat', 'a');
    sender.sent();
    sender.edited('#chat', '');
    clock.advance(pausedAfter);
    expect(taken()).toEqual(['#chat active']);
    sender.edited('#chat', 'b');
    expect(taken()).toEqual(['#chat active']);
  });

  it.each(['/', '/me waves', '/msg bruno secret', ' ', ''])('is not told of %j', text => {
    sender.edited('#chat', text);
    clock.advance(pausedAfter);
    expect(taken()).toEqual([]);
  });

  it('is told of a text that only begins with a slash', () => {
    sender.edited('#chat', '//etc');
    expect(taken()).toEqual(['#chat active']);
  });

  it('has an end when the text becomes a command', () => {
    sender.edited('#chat', 'a');
    sender.edited('#chat', '/a');
    expect(taken()).toEqual(['#chat active', '#chat done']);
  });

  it('pauses in a tab that is left', () => {
    sender.edited('#chat', 'a');
    sender.left();
    sender.left();
    expect(taken()).toEqual(['#chat active', '#chat paused']);
    sender.edited('bruno', 'b');
    sender.edited('#chat', 'ab');
    expect(taken()).toEqual(['bruno active', 'bruno paused', '#chat active']);
  });

  it('is told nobody unless that is allowed, and is taken back when it no longer is', () => {
    sender.allow(false);
    sender.edited('#chat', 'a');
    expect(taken()).toEqual([]);
    sender.allow(true);
    sender.edited('#chat', 'ab');
    sender.allow(false);
    sender.edited('#chat', 'abc');
    clock.advance(pausedAfter);
    expect(taken()).toEqual(['#chat active', '#chat done']);
  });
});
