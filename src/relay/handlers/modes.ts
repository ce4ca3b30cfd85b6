import type { Context } from '../core/context.ts';
import { channelMode } from './channelModes.ts';
import { userMode } from './userModes.ts';

/** https://modern.ircdocs.horse/#mode-message */
export function mode(context: Context): void {
  const [target = ''] = context.params;
  if (target.startsWith('#')) channelMode(context);
  else userMode(context);
}
