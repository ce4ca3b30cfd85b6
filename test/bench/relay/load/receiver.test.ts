import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { readArea } from './arena.ts';
import { Commands } from './payload.ts';
import { Receiver } from './receiver.ts';
import { Tally } from './tally.ts';

const room = '#bench';
const commands = [0, 1].map(sender => new Commands(sender, room));

/** A message as a server passes it on. */
function line(sender: number, number: number, tags = ''): Buffer {
  const command = commands[sender]?.make(number) ?? Buffer.alloc(0);
  return Buffer.concat([Buffer.from(`${tags}:s${sender}x!~u@127.0.0.1 `), command]);
}

let tally = new Tally(2);
let others: string[] = [];
let receiver = new Receiver(tally, text => others.push(text));

beforeEach(() => {
  tally = new Tally(2);
  others = [];
  receiver = new Receiver(tally, text => others.push(text));
});

function read(...pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) {
    readArea.set(piece);
    receiver.read(piece.length);
  }
}

const noFaults = { lost: 0, repeated: 0, damaged: 0 };

describe('a receiver of the load generator', () => {
  test('counts what came once, whole and in order, and gives other lines on', () => {
    read(line(0, 0), Buffer.from(':irc PING x\r\n'), line(1, 0), line(0, 1));
    expect(tally.deliveries).toBe(3);
    expect(tally.faults).toEqual(noFaults);
    expect([...receiver.expected]).toEqual([2, 1]);
    expect(others).toEqual([':irc PING x']);
  });

  test('does not care where reads cut the lines, nor how long the tags are', () => {
    const tags = fc.constantFrom('', '@a ', '@time=2026-01-01T00:00:00.000Z;msgid=abc ');
    const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(tags, { maxLength: 20 }), cuts, (all, sizes) => {
        tally = new Tally(2);
        receiver = new Receiver(tally, () => undefined);
        const bytes = Buffer.concat(all.map((tag, index) => line(index % 2, index >> 1, tag)));
        for (let at = 0, count = 0; at < bytes.length; count++) {
          const end = at + (sizes[count % sizes.length] ?? 1);
          read(bytes.subarray(at, end));
          at = end;
        }
        expect(tally.deliveries).toBe(all.length);
        expect(tally.faults).toEqual(noFaults);
      }),
    );
  });

  test('notices a message that was lost', () => {
    read(line(0, 0), line(0, 2));
    expect(tally.faults).toEqual({ ...noFaults, lost: 1 });
  });

  test('notices a message that came twice', () => {
    read(line(0, 0), line(0, 0));
    expect(tally.faults).toEqual({ ...noFaults, repeated: 1 });
  });

  test('notices two messages in the wrong order', () => {
    read(line(0, 0), line(0, 2), line(0, 1));
    expect(tally.faults).toEqual({ ...noFaults, lost: 1, repeated: 1 });
  });

  test('notices one wrong byte, wherever it is', () => {
    const good = line(0, 1);
    const textAt = good.indexOf(' :') + 2;
    for (let at = textAt; at < textAt + 100; at++) {
      const before = tally.faults;
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 1;
      read(line(0, 0), bad);
      expect(tally.faults.damaged, `byte ${at - textAt}`).toBe(before.damaged + 1);
    }
  });

  test('takes numbers of any size', () => {
    for (const number of [0, 63, 64, 4095, 4096, 262_144, 2 ** 24 - 1]) {
      receiver.expected[0] = number;
      read(line(0, number));
      expect(receiver.expected[0]).toBe(number + 1);
    }
    expect(tally.faults).toEqual(noFaults);
  });
});
