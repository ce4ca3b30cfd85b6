import { utf8Length } from '../../irc/utf8.ts';
import type { Limits } from '../core/limits.ts';
import type { Channel } from './channel.ts';

/**
 * Whether what a channel's operators may add without end still fits: whatever they do, what all channels take on the
 * disk stays below its limit.
 *
 * @param added what is new, as it would be written
 */
export function fitsState(
  channel: Channel,
  added: unknown,
  limits: Pick<Limits, 'channelStateBytes'>,
): boolean {
  const { lists, operatorKeys, metadata } = channel.save();
  return bytesOf([lists, operatorKeys, metadata]) + bytesOf(added) <= limits.channelStateBytes;
}

function bytesOf(value: unknown): number {
  return utf8Length(JSON.stringify(value));
}
