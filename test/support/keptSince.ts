import { Duplex, Transform } from 'node:stream';
import { keptSinceTag } from '../../src/irc/pychatNames.ts';

const opening = /^(?:@(\S+) )?((?::\S+ )?BATCH \+\S+ (?:draft\/chathistory-targets|chathistory)\b.*)$/;

/** A stream to a relay whose answers say that nothing is lost since a time, where they do not say so themselves. */
export function keptSince(stream: Duplex, time = '1970-01-01T00:00:00.000Z'): Duplex {
  let rest = '';
  const saying = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      const said = lines.map(line =>
        line.replace(opening, (whole, tags: string | undefined, words: string) =>
          whole.includes(keptSinceTag)
            ? whole
            : `@${keptSinceTag}=${time}${tags === undefined ? '' : `;${tags}`} ${words}`,
        ),
      );
      done(null, Buffer.from(said.map(line => `${line}\r\n`).join(''), 'latin1'));
    },
  });
  stream.on('close', () => saying.destroy());
  const made = Duplex.from({ readable: stream.pipe(saying), writable: stream });
  made.on('error', () => undefined);
  return made;
}
