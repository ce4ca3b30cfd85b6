import type { NoteLine } from '../../chat/line.ts';

/** What the code of a conversation asks of the chat. */
export interface CodeListener {
  /** Says it in the open tab, or asks in which when there is none; false when that was called off. */
  say(text: string): Promise<boolean>;
  note(text: string, tone: NoteLine['tone']): void;
  /** Bytes that one message may have on this server. */
  mostBytes(): number;
  /** Whether what is too long for a message can be sent as a file. */
  canSendFile(): boolean;
  sendFile(name: string, text: string): Promise<void>;
}
