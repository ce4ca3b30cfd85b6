import { detach } from '../../irc/detach.ts';
import type { Message } from '../../irc/message.ts';
import { maxSourceLength } from '../limits.ts';

/**
 * The message in strings of its own. What is kept of a part cut out of a line would keep the line, so that a nick could
 * hold the kilobytes that came behind it and are counted nowhere.
 */
export function standAlone({ tags, source, command, params }: Message): Message {
  return {
    tags: tags.size === 0 ? tags : new Map([...tags].map(([key, value]) => [detach(key), detach(value)])),
    command,
    params: params.map(detach),
    ...(source !== undefined && { source: detach(source.slice(0, maxSourceLength)) }),
  };
}
