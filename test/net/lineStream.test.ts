import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { maxDrainedBytes } from '../../src/net/drain.ts';
import { endTimeoutMs, LineStream, type LineStreamClose } from '../../src/net/lineStream.ts';
import { everyTurn, firstAtOnce, slowReadMs } from '../../src/net/sendQueue.ts';
import { FakeClock } from '../support/fakeClock.ts';

interface Bench {
  readonly far: Duplex;
  readonly stream: LineStream;
  readonly clock: FakeClock;
  readonly lines: string[];
  readonly bad: string[];
  readonly fillers: string[];
  readonly closes: LineStreamClose[];
}

function bench({
  maxLineBytes = 20,
  maxQueuedBytes = 1000,
  linesAtOnce = Infinity,
  schedule = everyTurn,
} = {}): Bench {
  const [near, far] = duplexPair();
  const clock = new FakeClock();
  const options = { maxLineBytes, maxQueuedBytes, clock, linesAtOnce, schedule };
  const stream = new LineStream(near, options);
  const made: Bench = { far, stream, clock, lines: [], bad: [], fillers: [], closes: [] };
  stream.onLine(line => made.lines.push(line));
  stream.onBadLine(({ why, text }) => made.bad.push(text === '' ? why : `${why}: ${text}`));
  stream.onFiller(filler => made.fillers.push(filler));
  stream.onClose(close => made.closes.push(close));
  far.on('error', () => undefined);
  return made;
}

/** Lets what is on its way arrive. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await turn();
}

describe('LineStream reads', () => {
  test('lines, however they are cut, with either line end', async () => {
    const { far, lines, fillers } = bench();
    far.write('one\r\ntw');
    await settle();
    far.write('o\n\r\n\nthree\r');
    await settle();
    far.write('\nrest');
    await settle();
    expect(lines).toEqual(['one', 'two', 'three']);
    expect(fillers).toEqual(['empty', 'empty']);
  });

  test('a line of exactly the limit, and passes over a longer one', async () => {
    const { far, lines, bad } = bench({ maxLineBytes: 5 });
    far.write('12345\r\n123456\r\nafter\n');
    await settle();
    expect(lines).toEqual(['12345', 'after']);
    expect(bad).toEqual(['tooLong']);
  });

  test('a character cut in two as one, and a byte order mark as it is', async () => {
    const { far, lines } = bench();
    const bytes = Buffer.from('\u{feff}olá\n');
    far.write(bytes.subarray(0, 6));
    await settle();
    far.write(bytes.subarray(6));
    await settle();
    expect(lines).toEqual(['\u{feff}olá']);
  });

  test('past what is not UTF-8, and past NUL and a bare carriage return', async () => {
    const { far, lines, bad } = bench();
    far.write(Buffer.from([0x61, 0xff, 0x0a]));
    far.write(Buffer.from([0xed, 0xa0, 0x80, 0x0a])); // a lone surrogate
    far.write('a\0b\na\rb\nok\n');
    await settle();
    expect(bad).toEqual(['notUtf8: a\u{fffd}', `notUtf8: ${'\u{fffd}'.repeat(3)}`, 'control', 'control']);
    expect(lines).toEqual(['ok']);
  });

  test('nothing more after pause, though it has come, until resume', async () => {
    const { far, stream, lines } = bench();
    stream.onLine(line => {
      if (line === 'stop') stream.pause();
    });
    far.write('a\nstop\nb\nstop\nc\n');
    await settle();
    far.write('d\n');
    await settle();
    expect(lines).toEqual(['a', 'stop']);
    stream.resume();
    expect(lines).toEqual(['a', 'stop', 'b', 'stop']);
    stream.resume();
    await settle();
    expect(lines).toEqual(['a', 'stop', 'b', 'stop', 'c', 'd']);
  });

  test('on only when each pause has had its resume', async () => {
    const { far, stream, lines } = bench();
    stream.pause();
    stream.pause();
    stream.resume();
    far.write('a\n');
    await settle();
    expect(lines).toEqual([]);
    stream.resume();
    await settle();
    expect(lines).toEqual(['a']);
    stream.resume();
    stream.pause();
    far.write('b\n');
    await settle();
    expect(lines).toEqual(['a']);
  });

  test('no byte while a listener makes it wait: what has come stays bytes, and no more is asked for', async () => {
    const { far, stream, lines } = bench();
    stream.onLine(() => stream.pause());
    const line = 'a\n';
    for (let chunk = 0; chunk < 8; chunk++) far.write(line.repeat(8 * 1024));
    await settle();
    expect(lines).toEqual(['a']);
    expect(stream.takenBytes).toBe(line.length);
    expect(stream.heldBytes).toBeLessThan(6 * 16 * 1024);
    stream.resume();
    expect(lines).toEqual(['a', 'a']);
  });

  test('small chunks as if they were larger: each has to be taken up', async () => {
    const { far, stream } = bench({ maxLineBytes: 1000 });
    far.write(`${'x'.repeat(299)}\n`);
    await settle();
    expect(stream.takenBytes).toBe(300);
    for (const part of ['a', 'b', '\n']) {
      far.write(part);
      await settle();
    }
    expect(stream.takenBytes).toBe(300 + 3 * 256);
  });

  test('in order when a listener pauses and resumes on every line', async () => {
    const { far, stream, lines } = bench();
    stream.onLine(() => {
      stream.pause();
      stream.resume();
    });
    const sent = Array.from({ length: 5000 }, (_, i) => String(i));
    far.write(`${sent.join('\n')}\n`);
    await settle();
    expect(lines).toEqual(sent);
  });

  test('a few lines in one turn, so that another stream does not wait for all of them, and loses none', async () => {
    const [many, one] = [bench({ linesAtOnce: 2 }), bench({ linesAtOnce: 2 })];
    const heard: string[] = [];
    for (const { stream } of [many, one]) stream.onLine(line => heard.push(line));
    many.far.write('1\n2\n3\n4\n5\n');
    one.far.write('here\n');
    many.far.end();
    for (let turns = 0; turns < 3; turns++) await settle();
    expect(heard.indexOf('here')).toBeLessThan(3);
    expect(many.lines).toEqual(['1', '2', '3', '4', '5']);
    expect(many.closes).toEqual([{ reason: 'ended' }]);
  });

  test('what came before the other side hung up, though there is more to do than time when it does', async () => {
    const [near, far] = duplexPair();
    const tasks: (() => void)[] = [];
    const schedule = { ...everyTurn, isFull: true, whenWritten: (task: () => void) => void tasks.push(task) };
    const clock = new FakeClock();
    const stream = new LineStream(near, { maxLineBytes: 20, maxQueuedBytes: 1000, clock, schedule });
    const heard: string[] = [];
    stream.onLine(line => heard.push(line));
    stream.onClose(({ reason }) => heard.push(reason));
    near.pause();
    far.end('a\nb\nQUIT\n');
    await settle();
    near.resume();
    await settle();
    expect(heard).toEqual([]);
    schedule.isFull = false;
    for (const task of tasks.splice(0)) task();
    expect(heard).toEqual(['a', 'b', 'QUIT', 'ended']);
    far.resume();
    await settle();
    expect(clock.waiting).toBe(0);
  });

  test('no line after a listener has closed it', async () => {
    const { far, stream, lines } = bench();
    stream.onLine(() => stream.dispose());
    far.write('a\nb\n');
    await settle();
    expect(lines).toEqual(['a']);
  });
});

describe('LineStream sends', () => {
  test('what was sent in one turn in one write', async () => {
    const { far, stream } = bench();
    const chunks: string[] = [];
    far.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    stream.send('one');
    stream.sendBytes(Buffer.from('two\r\nthree\r\n'));
    await settle();
    stream.send('four');
    await settle();
    expect(chunks).toEqual(['one\r\ntwo\r\nthree\r\n', 'four\r\n']);
  });

  test('a line that comes alone at once where that is wanted, and what follows it in the turn in one write', async () => {
    const { far, stream } = bench({ schedule: firstAtOnce });
    const chunks: string[] = [];
    far.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    await settle();
    stream.send('one');
    expect(chunks).toEqual(['one\r\n']);
    stream.send('two');
    stream.send('three');
    expect(chunks).toEqual(['one\r\n']);
    await settle();
    stream.send('four');
    expect(chunks).toEqual(['one\r\n', 'two\r\nthree\r\n', 'four\r\n']);
  });

  test('up to its cap to a reader who takes nothing, and gives up past it after a second', async () => {
    const block = 64 * 1024;
    const { stream, closes, clock } = bench({ maxQueuedBytes: 2 * block });
    stream.sendBytes(Buffer.alloc(block, '\n'));
    await settle();
    stream.sendBytes(Buffer.alloc(block, '\n'));
    await settle();
    expect(stream.queuedBytes).toBe(2 * block);
    clock.advance(slowReadMs);
    expect(stream.isClosed).toBe(false);
    stream.sendBytes(Buffer.from('\n'));
    clock.advance(slowReadMs - 1);
    expect(stream.isClosed).toBe(false);
    clock.advance(1);
    expect(stream.isClosed).toBe(true);
    expect(closes).toEqual([]);
    await settle();
    expect(closes).toEqual([{ reason: 'slow' }]);
  });

  test('more than its cap to a reader who takes it within a second', async () => {
    const { far, stream, clock } = bench({ maxQueuedBytes: 1000 });
    stream.sendBytes(Buffer.alloc(200_000, '\n'));
    await settle();
    expect(stream.queuedBytes).toBeGreaterThan(1000);
    clock.advance(slowReadMs - 1);
    far.resume();
    await settle();
    clock.advance(1);
    expect(stream.isClosed).toBe(false);
    expect(clock.waiting).toBe(0);
  });

  test('nothing once it is closed', async () => {
    const { far, stream } = bench();
    const received: string[] = [];
    far.on('data', (chunk: Buffer) => received.push(chunk.toString()));
    stream.end();
    stream.send('late');
    await settle();
    expect(received).toEqual([]);
  });
});

describe('LineStream closes once', () => {
  test('when the other side ends, which still gets what is queued', async () => {
    const { far, stream, closes } = bench();
    const received: string[] = [];
    far.on('data', (chunk: Buffer) => received.push(chunk.toString()));
    stream.onClose(() => stream.dispose());
    stream.send('bye');
    far.end();
    await settle();
    expect(received).toEqual(['bye\r\n']);
    expect(closes).toEqual([{ reason: 'ended' }]);
  });

  test('when the stream breaks', async () => {
    const { far, closes } = bench();
    far.destroy(new Error('reset'));
    await settle();
    expect(closes.map(close => close.reason)).toEqual(['ended']);
  });

  test('with the error', async () => {
    const [near] = duplexPair();
    const stream = new LineStream(near, { maxLineBytes: 10, maxQueuedBytes: 10, clock: new FakeClock() });
    const closes: LineStreamClose[] = [];
    stream.onClose(close => closes.push(close));
    const error = new Error('reset');
    near.destroy(error);
    await settle();
    expect(closes).toEqual([{ reason: 'error', error }]);
  });

  test('after end, once the other side has taken everything', async () => {
    const { far, stream, clock, closes } = bench();
    stream.send('last');
    stream.end();
    await settle();
    expect(closes).toEqual([]);
    far.on('data', () => undefined);
    far.end();
    await settle();
    expect(closes).toEqual([{ reason: 'local' }]);
    expect(clock.waiting).toBe(0);
  });

  test('after end, by force when the other side never takes it', async () => {
    const { stream, clock, closes } = bench();
    stream.send('last');
    stream.end();
    clock.advance(endTimeoutMs - 1);
    await settle();
    expect(closes).toEqual([]);
    clock.advance(1);
    await settle();
    expect(closes).toEqual([{ reason: 'local' }]);
  });

  test.each([
    [maxDrainedBytes, 0],
    [maxDrainedBytes + 1, 1],
  ])('after end, when the other side sends on: after %i bytes %i times', async (bytes, times) => {
    const { far, stream, closes } = bench();
    stream.end();
    far.write(Buffer.alloc(bytes, 'x'));
    await settle();
    expect(closes).toEqual(Array.from({ length: times }, () => ({ reason: 'local' })));
  });

  test('at once when disposed, and twice is once', async () => {
    const { stream, closes, clock } = bench();
    stream.dispose();
    stream.dispose();
    stream.end();
    expect(stream.isClosed).toBe(true);
    await settle();
    expect(closes).toEqual([{ reason: 'local' }]);
    expect(clock.waiting).toBe(0);
  });
});
