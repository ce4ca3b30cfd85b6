import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityOf } from '../client/files/place.ts';
import { LiveWindow } from '../support/liveWindow.ts';
import { TlsRelay } from '../support/tlsRelay.ts';

/** What somebody does, and what happens to them, in any order. */
const step = fc.oneof(
  fc.record({ do: fc.constant('join' as const), server: fc.nat(1), beside: fc.boolean() }),
  fc.record({ do: fc.constant('host' as const) }),
  fc.record({ do: fc.constant('refused' as const) }),
  /** A wish, and at once another one. */
  fc.record({ do: fc.constant('joinThenLeave' as const), server: fc.nat(1) }),
  fc.record({ do: fc.constant('joinThenJoin' as const), server: fc.nat(1) }),
  fc.record({ do: fc.constant('leave' as const) }),
  fc.record({ do: fc.constant('break' as const), server: fc.nat(1) }),
  fc.record({ do: fc.constant('reload' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** How a plain model says that a window stands: which servers it is on, and which of them is in front. */
interface Model {
  readonly up: readonly string[];
  readonly front: string;
}

const nobody: Model = { up: [], front: '' };

function entered({ up, front }: Model, server: string, beside: boolean): Model {
  const others = beside ? up : up.filter(other => other !== front);
  return { up: [...others.filter(other => other !== server), server], front: server };
}

function after(model: Model, did: Step): Model {
  switch (did.do) {
    case 'join':
      return entered(model, `s${did.server}`, did.beside);
    case 'host':
      return entered(model, 'own', true);
    case 'joinThenJoin':
      return entered(model, `s${1 - did.server}`, true);
    case 'leave':
      return { up: model.up.filter(other => other !== model.front), front: '' };
    case 'refused':
    case 'joinThenLeave':
    case 'break':
      return model;
    case 'reload':
      return nobody;
  }
}

describe('a window that hosts, joins, leaves, breaks, is refused and reloads', () => {
  let servers: TlsRelay[];
  let closed: TlsRelay;
  let window: LiveWindow;
  let model: Model;

  beforeAll(async () => {
    servers = await Promise.all(['s0', 's1'].map(async name => TlsRelay.open(await identityOf(name))));
    closed = await TlsRelay.open(await identityOf('closed'), 'secret');
  });

  afterAll(async () => {
    await Promise.all([...servers, closed].map(server => server.close()));
  });

  /** The room of a server that is joined already is not joined a second time: the first is left. */
  async function make(did: Step): Promise<void> {
    const on = (at: number): { port: number } => ({ port: servers[at]?.port ?? 0 });
    switch (did.do) {
      case 'join':
        if (!did.beside) await leave();
        await leaveServer(did.server);
        return window.join('rui', on(did.server));
      case 'host':
        await leaveOwn();
        return window.host('rui', await identityOf('own'));
      case 'refused':
        return window.join('rui', { port: closed.port });
      case 'joinThenLeave': {
        const joining = window.join('rui', on(did.server));
        await window.connections.cancelEntering();
        return joining;
      }
      case 'joinThenJoin': {
        await leaveServer(1 - did.server);
        const first = window.join('rui', on(did.server));
        await window.join('rui', on(1 - did.server));
        return first;
      }
      case 'leave':
        return leave();
      case 'break':
        return servers[did.server]?.cut();
      case 'reload':
        await window.close();
        window = new LiveWindow(await identityOf('rui'), window.kept);
    }
  }

  const leave = (): Promise<void> => window.connections.leave(window.status.connection, '');
  const leaveServer = (at: number): Promise<void> =>
    window.leaveServer(servers[at]?.identity.fingerprints.key ?? '');
  const leaveOwn = async (): Promise<void> => window.leaveServer((await identityOf('own')).fingerprints.key);

  /** What the window and the servers show of it. */
  function seen(): object {
    return {
      people: servers.map(({ people }) => people),
      isConnected: window.status.isConnected,
      isHosting: window.status.isHosting,
      phase: window.status.state.phase,
    };
  }

  function expected(): object {
    const { up, front } = model;
    const phase = front === 'own' ? 'hosting' : 'joined';
    return {
      people: ['s0', 's1'].map(name => (up.includes(name) ? 1 : 0)),
      isConnected: up.length > 0,
      isHosting: up.includes('own'),
      ...(front !== '' && { phase }),
    };
  }

  it('stands where a plain model says, and leaves nothing running', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
        window = new LiveWindow(await identityOf('rui'));
        model = nobody;
        try {
          for (const did of steps) {
            await make(did);
            model = after(model, did);
            await window.becomes(() => expect(seen()).toMatchObject(expected()));
          }
        } finally {
          await window.close();
        }
        await window.becomes(() => {
          expect([...servers, closed].map(({ connections }) => connections)).toEqual([0, 0, 0]);
          expect(window.clock.running).toBe(0);
        });
      }),
      { numRuns: Number(process.env.PYCHAT_WALKS ?? 25) },
    );
  });
});
