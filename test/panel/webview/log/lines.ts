import type { MessageLine, NoteLine } from '../../../../src/chat/line.ts';

/** 12:48 of this machine's own time, and the time that it is in a page under test, whatever day they run. */
export const noon = new Date(2026, 10, 22, 12, 48, 5).getTime();

let made = 0;

/** A message of bruno's unless told otherwise. */
export function message(text: string, more: Partial<MessageLine> = {}): MessageLine {
  made += 1;
  return { kind: 'message', id: `m${made}`, at: noon, nick: 'bruno', text, form: 'say', own: false, ...more };
}

export function note(text: string, more: Partial<NoteLine> = {}): NoteLine {
  made += 1;
  return { kind: 'note', id: `n${made}`, at: noon, text, tone: 'info', ...more };
}

/** `count` messages: line 1, line 2 and on. */
export function messages(count: number, from = 1, more: Partial<MessageLine> = {}): MessageLine[] {
  return Array.from({ length: count }, (_, index) => message(`line ${from + index}`, more));
}
