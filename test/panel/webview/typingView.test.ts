import { expect, it } from 'vitest';
import { typingText } from '../../../src/panel/webview/typingView.ts';

it.each([
  [[], ''],
  [['ana'], 'ana is typing…'],
  [['ana', 'bruno'], 'ana and bruno are typing…'],
  [['ana', 'bruno', 'carla'], '3 people are typing…'],
])('of %j it is told: %s', (nicks, expected) => {
  expect(typingText(nicks)).toBe(expected);
});
