/** The nick of the client that is attacked, and the room that it is in. */
export const attackedNick = 'ana';
export const attackedRoom = '#chat';
