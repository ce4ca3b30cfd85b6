import { commandKey } from './pageKeys.ts';

/** How long the editor waits for the second key of a chord. */
const chordMs = 5_000;

/** What only changes other keys. */
const modifiers: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']);

/**
 * Ctrl+K, Cmd+K on a Mac, begins a chord of the editor, such as Ctrl+K H for *Show Chat*. The editor sees the next key as
 * well as the page does: there it is neither written nor taken for anything else.
 */
export class Chord {
  #beganAt = -Infinity;

  /** Must see every key before the rest of the page. */
  pressed(event: KeyboardEvent): void {
    if (event.isComposing || modifiers.has(event.key)) return;
    const isSecond = event.timeStamp - this.#beganAt < chordMs;
    this.#beganAt = !isSecond && begins(event) ? event.timeStamp : -Infinity;
    if (isSecond) event.preventDefault();
  }

  /** The focus goes elsewhere, and the editor waits no longer. */
  end(): void {
    this.#beganAt = -Infinity;
  }
}

function begins({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  const isHeld = commandKey === 'meta' ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return key.toLowerCase() === 'k' && isHeld && !altKey && !shiftKey;
}
