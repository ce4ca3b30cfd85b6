import type { CapabilitySet } from './capabilities.ts';
import { type Outgoing, OutgoingMessage } from './outgoing.ts';

interface ResponseContext {
  readonly serverName: string;
  readonly time: number;
  readonly capabilities: CapabilitySet;
  /** Names the batch, if one is needed. */
  readonly reference: string;
}

/** The answer to one labelled request. https://ircv3.net/specs/extensions/labeled-response */
export class Response {
  readonly label: string;
  /** What the answer consists of, in order. */
  readonly items: Outgoing[] = [];

  constructor(label: string) {
    this.label = label;
  }

  /** The answer as lines: one message carries the label itself, several are a batch that does, none is an ACK. */
  text(context: ResponseContext): string {
    const { capabilities, reference, serverName: source, time } = context;
    const server = (command: string, ...params: string[]): Outgoing =>
      new OutgoingMessage({ source, command, params, time });
    const labelled = (outgoing: Outgoing): string =>
      outgoing.text(capabilities, { name: 'label', value: this.label });
    const items = this.items.filter(item => item.text(capabilities) !== '');
    const [only, ...more] = items;
    if (only === undefined) return labelled(server('ACK'));
    if (more.length === 0) return labelled(only);
    const inBatch = items.map(item => item.text(capabilities, { name: 'batch', value: reference }));
    const open = labelled(server('BATCH', `+${reference}`, 'labeled-response'));
    return open + inBatch.join('') + server('BATCH', `-${reference}`).text(capabilities);
  }
}
