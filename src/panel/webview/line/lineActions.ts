import type { MessageLine } from '../../../chat/line.ts';
import type { Location } from '../../../chat/location.ts';
import type { CodeAction, FileAction } from '../../protocol.ts';

/** What a line may ask of the page, which asks the host. Ids are those of lines; none of these gives an answer. */
export interface LineActions {
  /** @param href http, https or mailto, at most `maxLinkLength` characters */
  openLink(href: string): void;
  openLocation(location: Location): void;
  /** Asks how these stand in our own copy: at most `maxLocationsAsked`, each key once. `showLocations` takes the answer. */
  checkLocations(locations: readonly Location[]): void;
  /** @param block counts the code blocks of the line from 0, as `codeBlocks` finds them */
  code(id: string, block: number, action: CodeAction): void;
  file(id: string, action: FileAction): void;
  /** Reacts, or takes that back when we had. @param reaction 1 to `maxReactionLength` characters */
  react(id: string, reaction: string): void;
  redact(id: string): void;
  /** Says a line of ours once more that is not known to have arrived. */
  sendAgain(id: string): void;
  /** The next message is to answer this line; the prompt gets the focus. */
  answer(line: MessageLine): void;
  jumpTo(id: string): void;
  /** Enters a room of this server, and shows its tab. */
  joinRoom(room: string): void;
}
