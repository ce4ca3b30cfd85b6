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
  bytes(context: ResponseContext): Uint8Array[] {
    const { capabilities, reference, serverName: source, time } = context;
    const server = (command: string, ...params: string[]): Outgoing =>
      new OutgoingMessage({ source, command, params, time });
    const labelled = (outgoing: Outgoing): Uint8Array =>
      outgoing.bytes(capabilities, { name: 'label', value: this.label });
    const items = this.items.filter(item => item.bytes(capabilities).length > 0);
    const [only, ...more] = items;
    if (only === undefined) return [labelled(server('ACK'))];
    if (more.length === 0) return [labelled(only)];
    return [
      labelled(server('BATCH', `+${reference}`, 'labeled-response')),
      ...items.map(item => item.bytes(capabilities, { name: 'batch', value: reference })),
      server('BATCH', `-${reference}`).bytes(capabilities),
    ];
  }
}
