/** What a window's chat holds at most. */

/** Tabs of one window; what more people write to us stands in the tab of their server. */
export const maxOpenTabs = 50;

/** Servers of which something is kept; the one used longest ago is forgotten first. */
export const maxKeptServers = 50;

/** Rooms and people that may be muted on one server. */
export const maxMuted = 200;
