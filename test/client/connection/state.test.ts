import { describe, expect, it } from 'vitest';
import type { ConnectionFailure, ConnectionState } from '../../../src/chat/connection.ts';
import {
  failed,
  idle,
  left,
  lost,
  registered,
  retrying,
  started,
} from '../../../src/client/connection/state.ts';

const address = { address: 'relay.test', port: 6697 };
const failure: ConnectionFailure = { code: 'lost', detail: '' };
const other: ConnectionFailure = { code: 'banned', detail: 'go' };

const states = {
  idle,
  connecting: { phase: 'connecting' },
  'told to wait': { phase: 'connecting', failure },
  registered: { phase: 'registered', address, since: 5 },
  reconnecting: { phase: 'reconnecting', attempt: 1, retryAt: 100, failure },
  closed: { phase: 'closed' },
  'closed by a failure': { phase: 'closed', failure },
} as const satisfies Record<string, ConnectionState>;

type Name = keyof typeof states;

const transitions: Record<string, (state: ConnectionState) => ConnectionState> = {
  started,
  registered: state => registered(state, address, 7),
  lost: state => lost(state, other, { attempt: 2, retryAt: 300 }),
  'retrying early': state => retrying(state, 50),
  'retrying in time': state => retrying(state, 100),
  failed: state => failed(state, other),
  left,
};

const up: ConnectionState = { phase: 'registered', address, since: 7 };
const again: ConnectionState = { phase: 'reconnecting', attempt: 2, retryAt: 300, failure: other };
const waiting: ConnectionState = { phase: 'connecting', failure: other };
const broken: ConnectionState = { phase: 'closed', failure: other };
const closed: ConnectionState = { phase: 'closed' };

/** Where each transition leads from each state; what is not here is impossible and changes nothing. */
const table: Record<string, Partial<Record<Name, ConnectionState>>> = {
  started: { idle: { phase: 'connecting' } },
  registered: { connecting: up, 'told to wait': up, reconnecting: up },
  lost: { connecting: waiting, 'told to wait': waiting, registered: again, reconnecting: again },
  'retrying early': { reconnecting: { ...states.reconnecting, retryAt: 50 } },
  'retrying in time': {},
  failed: { connecting: broken, 'told to wait': broken, registered: broken, reconnecting: broken },
  left: {
    idle: closed,
    connecting: closed,
    'told to wait': closed,
    registered: closed,
    reconnecting: closed,
  },
};

describe('the state of a connection', () => {
  const names = Object.keys(states) as Name[];
  const cases = Object.keys(transitions).flatMap(way => names.map(name => [way, name] as const));

  it.each(cases)('%s, when %s', (way, name) => {
    const before = states[name];
    const after = transitions[way]!(before);
    const expected = table[way]![name];
    if (expected === undefined) expect(after).toBe(before);
    else expect(after).toEqual(expected);
  });
});
