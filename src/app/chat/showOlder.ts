import { systemClock } from '../../common/clock.ts';
import type { Chat } from './chat.ts';
import type { Tab } from '../../conversation/tab.ts';

/** Gives the page older lines: first those that are kept, then those that the server has. */
export async function showOlder(tab: Tab, { tabs, page, log, room }: Chat): Promise<void> {
  if (tab !== tabs.active || page.showOlder()) return;
  const [oldest] = tab.scrollback.lines;
  if (room === undefined) {
    page.noOlder();
    return;
  }
  const { events, more } = await room.parts.client.older(tab.target, oldest?.at ?? systemClock.now());
  tab.hasAllOlder = !more;
  const taken = log.prepend(tab, events);
  if (taken.length > 0) page.putBefore(tab, taken, oldest?.id);
  else if (tab === tabs.active) page.noOlder();
}
