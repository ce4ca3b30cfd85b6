import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../src/client/saying/pacer.ts';
import { Server } from '../../../src/client/server.ts';
import { message, type Message } from '../../../src/irc/message.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('a pacer', () => {
  it('goes on after a line that could not be sent, and says which it was', () => {
    const sent: string[] = [];
    const pacer = new Pacer(new Server('ana'), new FakeClock(), ({ params }: Message) => {
      if (params[1] === 'bad') throw new Error('not a line');
      sent.push(params[1]!);
    });
    const told: string[] = [];
    for (const text of ['one', 'bad', 'two'])
      pacer.write({
        messages: [message('PRIVMSG', '#chat', text)],
        written: () => told.push(`${text} written`),
        failed: error => told.push(`${text} ${String(error)}`),
      });
    expect(sent).toEqual(['one', 'two']);
    expect(told).toEqual(['one written', 'bad Error: not a line', 'two written']);
  });
});
