import { detach } from '../../irc/detach.ts';
import { serializeTags, type Tags } from '../../irc/tags.ts';
import { utf8Length } from '../../irc/utf8.ts';
import type { MultilinePart } from './outgoingMultiline.ts';

/** What stands around each line of it on its way to a reader, about, in bytes. */
export const lineOverhead = 80;

/** What each line of it takes of memory besides its text, about, in bytes. */
const partOverhead = 128;

/** A multiline message of which the end has not come. https://ircv3.net/specs/extensions/multiline */
export class OpenBatch {
  readonly reference: string;
  readonly target: string;
  /** Client-only tags of the opening BATCH. */
  readonly clientTags: Tags;
  /** The label that the answer will carry. */
  readonly label: string | undefined;
  readonly parts: MultilinePart[] = [];
  /** Refused already: what is left of it is passed over. */
  isRefused = false;
  #bytes = 0;

  constructor(fields: Pick<OpenBatch, 'reference' | 'target' | 'clientTags' | 'label'>) {
    this.reference = fields.reference;
    this.target = fields.target;
    this.clientTags = fields.clientTags;
    this.label = fields.label;
  }

  /** Bytes of the combined text so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** About what it takes of memory, in bytes. */
  get heldBytes(): number {
    return this.#bytes + (this.parts.length + 1) * partOverhead;
  }

  /** About how many bytes it makes on its way to one reader. */
  get wireBytes(): number {
    return this.#bytes + this.parts.length * lineOverhead + serializeTags(this.clientTags).length;
  }

  add(part: MultilinePart): void {
    const lineFeed = this.parts.length > 0 && !part.concat ? 1 : 0;
    this.#bytes += utf8Length(part.text) + lineFeed;
    // Cut out of a line, the text would keep all of it.
    this.parts.push({ ...part, text: detach(part.text) });
  }

  /** Ends it without having delivered it; the lines held are let go. */
  refuse(): void {
    this.isRefused = true;
    this.parts.length = 0;
    this.#bytes = 0;
  }
}
