/** What a tab is: the window's own while there is no other, a server's messages, a room, or a private chat. */
export type TabKind = 'start' | 'server' | 'room' | 'private';

/** How we stand with a room. */
export type RoomEntry = 'out' | 'entering' | 'in' | 'refused';
