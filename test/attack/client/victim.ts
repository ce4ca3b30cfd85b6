import { inEnglish } from '../../../src/chat/translate.ts';
import { ChatClient } from '../../../src/client/chatClient.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { ClientRequest, Effect } from '../../../src/conversation/effect.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import { appearanceFrom } from '../../../src/conversation/page/appearanceValues.ts';
import { createIdentity } from '../../../src/trust/identity.ts';
import { attackedNick, attackedRoom } from './names.ts';
import { TurnMeter } from './turnMeter.ts';

/*
 * A window without an editor: client and conversation, in a process of their own. `node victim.ts PORT SECONDS` joins the
 * server there and prints as JSON what that took.
 */

const [port = 0, seconds = 0] = process.argv.slice(2).map(Number);
const identity = await createIdentity({ name: attackedNick, now: new Date() });
const meter = new TurnMeter();
let posted = 0;
let postedBytes = 0;
let stores = 0;
let sentence = '';
let front = '';
let tabs = 0;
const moves: string[] = [];

/** What the shell does: what is for the page becomes JSON, as it does in the editor. */
function run(effect: Effect): void {
  if (effect.type === 'post') {
    posted += 1;
    postedBytes += JSON.stringify(effect.message).length;
    const { message } = effect;
    if (message.type === 'tabs') tabs = message.tabs.length;
    const active = message.type === 'tabs' || message.type === 'screen' ? message.active : front;
    if (front !== '' && active !== front) moves.push(active);
    if (active !== 'start') front = active;
  } else if (effect.type === 'openPage') moves.push('page');
  else if (effect.type === 'store') stores += 1;
  else if (effect.type === 'client') ask(effect.request);
}

function ask(request: ClientRequest): void {
  if (request.type === 'enterRoom') client.enterRoom(request.room);
  else if (request.type === 'older')
    void client
      .older(request.target, request.before)
      .then(answer => conversation.take({ type: 'older', tab: request.tab, answer }));
}

const settings = {
  appearance: appearanceFrom(() => undefined),
  notices: { keywords: ['pychat', 'help'], notifications: 'all', sound: true, system: 'full' },
  nick: attackedNick,
} as const;
const kept = { workspace: { get: () => undefined }, global: { get: () => undefined } };
const options = { clock: systemClock, t: inEnglish, words: {}, version: '0', language: 'en', kept, settings };
const conversation = new Conversation(options, run);
const client = new ChatClient({
  addresses: [{ address: '127.0.0.1', port }],
  identity,
  nick: attackedNick,
  realName: 'Ana',
  password: '',
  verifyHost: () => Promise.resolve(true),
  emit: event => {
    conversation.take({ type: 'event', connection: 'c1', event });
    if (event.type === 'state' && event.state.phase === 'closed')
      sentence = event.state.failure?.code ?? 'left';
  },
});
conversation.take({ type: 'page', request: { type: 'ready' } });
conversation.take({
  type: 'entering',
  connection: 'c1',
  hosting: false,
  room: attackedRoom,
  name: 'hostile',
});
const identified = { server: 'a'.repeat(64), invite: '', isFresh: false, hosting: false };
conversation.take({ type: 'identified', connection: 'c1', client, ...identified });

// What loading and compiling take is nobody's attack.
await new Promise(resolve => setTimeout(resolve, 200));
globalThis.gc?.();
meter.start();
await client.start(AbortSignal.timeout(20_000)).catch(() => undefined);
const until = Date.now() + seconds * 1_000;
while (Date.now() < until && sentence === '') await new Promise(resolve => setTimeout(resolve, 50));
const figures = meter.stop();
process.stdout.write(
  `${JSON.stringify({ ...figures, sentence, tabs, moves: moves.length, posted, postedBytes, stores })}\n`,
  () => process.exit(0),
);
