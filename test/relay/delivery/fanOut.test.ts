import { describe, expect, test, vi } from 'vitest';
import { everyCapability } from '../../../src/relay/core/capabilities.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import { OutgoingMessage } from '../../../src/relay/core/outgoing.ts';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import { lonelySession } from '../../support/lonelySession.ts';

const message = (text: string): OutgoingMessage =>
  new OutgoingMessage({ command: 'PRIVMSG', params: ['#chat', text], time: 0 });

const lengthOf = (text: string): number => message(text).text(everyCapability).length;

/** Some people in a room, and what each is given. */
function room(size: number): {
  sessions: Session[];
  given: Map<Session, Uint8Array[]>;
  audience: Set<Session> & { sessions: Session[] };
} {
  const sessions = Array.from({ length: size }, lonelySession);
  const given = new Map<Session, Uint8Array[]>(sessions.map(session => [session, []]));
  for (const session of sessions)
    vi.spyOn(session, 'push').mockImplementation(bytes => void given.get(session)?.push(bytes));
  return { sessions, given, audience: Object.assign(new Set(sessions), { sessions }) };
}

describe('what is said in a room', () => {
  test('is given to each without what they said themselves, as parts of the same bytes', () => {
    const { sessions, given, audience } = room(20);
    const fanOut = new FanOut();
    for (const round of ['a', 'b'])
      for (const [index, except] of sessions.entries())
        fanOut.add(audience, { outgoing: message(`${round}${index} é${'x'.repeat(300)}`), except });
    fanOut.settle();
    const all = new Set([...given.values()].flat().map(({ buffer }) => buffer));
    expect(all.size).toBe(1);
    for (const [index, session] of sessions.entries()) {
      const text = Buffer.concat(given.get(session) ?? []).toString();
      const heard = [...text.matchAll(/^PRIVMSG #chat :([ab][0-9]+) éx{300}\r$/gm)].map(([, name]) => name);
      const others = [...sessions.keys()].filter(other => other !== index);
      expect(heard).toEqual(['a', 'b'].flatMap(round => others.map(other => `${round}${other}`)));
    }
  });

  test('is handed over once 64 KiB of it are held', () => {
    const { sessions, given, audience } = room(2);
    const [ann, bob] = sessions;
    const fanOut = new FanOut();
    const empty = lengthOf('');
    fanOut.add(audience, { outgoing: message(' '.repeat(64 * 1024 - empty - 1)), except: ann });
    expect(given.get(bob!)).toEqual([]);
    fanOut.add(audience, { outgoing: message(''), except: ann });
    expect(given.get(bob!)).not.toEqual([]);
  });

  test('is enough for one turn at 128 KiB, and sooner with more than 64 readers', () => {
    const fanOut = new FanOut();
    const say = (audience: ReturnType<typeof room>['audience'], bytes: number): boolean => {
      const length = bytes - lengthOf('');
      fanOut.add(audience, { outgoing: message(' '.repeat(length)), except: undefined });
      return fanOut.isFull;
    };
    const { audience } = room(64);
    expect(say(audience, 128 * 1024 - 100)).toBe(false);
    expect(say(audience, 100)).toBe(true);
    fanOut.beginTurn();
    const { audience: larger } = room(128);
    expect(say(larger, 64 * 1024 - 100)).toBe(false);
    expect(say(larger, 100)).toBe(true);
  });
});
