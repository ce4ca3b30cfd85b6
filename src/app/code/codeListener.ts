import type { NoteLine } from '../../chat/line.ts';

/** What the code of a conversation asks of the chat. */
export interface CodeListener {
  /** Says it in the open tab, or asks in which when there is none; false when that was called off. */
  say(text: string): Promise<boolean>;
  note(text: string, tone: NoteLine['tone']): void;
  /** Bytes that one message may have on this server. */
  mostBytes(): number;
  /** Sends what is too long for a message as a file; absent where files cannot be sent. */
  sendFile?(name: string, text: string): Promise<void>;
}
