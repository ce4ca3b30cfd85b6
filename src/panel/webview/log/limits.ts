/** Lines that the log holds; the host keeps fewer and sends older ones when asked. */
export const maxHeldLines = 100_000;

/** Characters of text held in all: a few long pastes may not hold the memory of thousands of lines. */
export const maxHeldCharacters = 20_000_000;

/** What a line break counts for: it takes as much room on the screen as a row of text. */
export const charactersPerBreak = 80;

/** Lines that are drawn and dropped together. */
export const blockLines = 50;

/** Characters after which a block takes no further line, so that drawing one stays quick. */
export const blockCharacters = 20_000;

/** Lines read out at one time; of more than these only the number. */
export const maxSpokenLines = 5;

/** Characters of a line that are read out. */
export const maxSpokenCharacters = 500;

/** Characters that can be searched for. */
export const maxSearchLength = 200;

/** Places in what is drawn that a search marks. */
export const maxMarkedPlaces = 2_000;

/** The height in pixels that counts for a block that is not drawn: no browser lays out much more than 33 million in all. */
export const maxUndrawnHeight = 8_000;
