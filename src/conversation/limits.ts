/** What a window's chat holds at most. */

/** Tabs of one window; what more people write to us stands in the tab of their server. */
export const maxOpenTabs = 50;

/** Tabs of one connection, rooms aside, that others have opened and we have not looked at; past it their server's tab. */
export const maxTabsByOthers = 30;

/** Milliseconds from one writing of a server's tabs to the next: others rename and open them. */
export const keepTabsMs = 1_000;

/** Bytes of lines that the page gets at once, by `keptBytes`; the rest when it asks for them. */
export const maxScreenBytes = 4 * 1024 * 1024;

/** Servers of which something is kept; the one used longest ago is forgotten first. */
export const maxKeptServers = 50;

/** Rooms and people that may be muted on one server. */
export const maxMuted = 200;

/** Messages of ours that are kept over a restart while they have not arrived, and the UTF-16 units of their texts. */
export const maxQueueMessages = 500;
export const maxQueueLength = 262_144;

/** Milliseconds after which a message of an earlier window is no longer sent without a question. */
export const queueAskMs = 300_000;

/** Milliseconds for which is gathered what has become of messages, before that is kept. */
export const keepQueueMs = 50;

/** Milliseconds that the server's clock may be ahead of ours. */
export const clocksDifferMs = 86_400_000;

/** Milliseconds that the page has to say that a line is in sight, before it counts as one nobody has seen. */
export const unseenMs = 600;
