import type { CatchUp } from './catchUp.ts';
import { supports } from '../features.ts';
import type { HistoryRequests, Page } from './historyRequests.ts';
import { maxMissedChats, maxNameLength, missedChatsMs, missedOverlapMs } from '../limits.ts';
import type { Memory } from '../memory.ts';
import { isWord } from '../names.ts';
import { timestampOf } from './selectors.ts';
import type { Server } from '../server.ts';
import type { Waiting } from './waiting.ts';

export interface MissedChatsOptions {
  readonly server: Server;
  readonly memory: Memory;
  readonly history: HistoryRequests;
  readonly catchUp: CatchUp;
  readonly waiting: Waiting;
  readonly now: () => number;
}

/** Looks for private chats that went on while we were not there, the latest `maxMissedChats`, and has them fetched. */
export function fetchMissedChats(options: MissedChatsOptions): void {
  const { server, memory, history, waiting, now } = options;
  if (!supports(server, 'history')) return;
  const { lostAt, marks } = memory;
  const sinceHere = lostAt === undefined ? now() - missedChatsMs : lostAt - missedOverlapMs;
  const since = sinceHere + marks.aheadMs;
  waiting.beginPrivate();
  history.ask({
    subcommand: 'TARGETS',
    target: '',
    // From the end back, so that the latest come where there are too many.
    selectors: [timestampOf(now() + marks.aheadMs + missedChatsMs), timestampOf(since)],
    limit: server.historyMessages,
    done: page => waiting.endPrivate(() => fetch(options, page, lostAt === undefined ? undefined : since)),
  });
}

function fetch({ server, memory, catchUp }: MissedChatsOptions, page: Page, since: number | undefined): void {
  const from = since === undefined ? undefined : { msgid: '', at: since };
  const chats = typeof page === 'object' ? page.filter(isTarget) : [];
  for (const { params } of chats.slice(-maxMissedChats)) {
    const [, name = '', time = ''] = params;
    const known = memory.marks.get(name);
    if (server.isChannel(name) || (known !== undefined && known.at >= Date.parse(time))) continue;
    memory.readMarkers.ask(name);
    catchUp.begin(name, from);
  }
}

function isTarget({ command, params }: { command: string; params: readonly string[] }): boolean {
  const [subcommand, name = ''] = params;
  return (
    command === 'CHATHISTORY' && subcommand === 'TARGETS' && name.length <= maxNameLength && isWord(name)
  );
}
