/** How many colours nicks have: the classes `nick-0` and on of `media/panel.css`. */
export const nickColours = 12;

/** The number of a nick's colour: always the same one, whatever its case. The hash is FNV-1a. */
export function nickColour(nick: string): number {
  let hash = 0x811c9dc5;
  for (const character of nick.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % nickColours;
}
