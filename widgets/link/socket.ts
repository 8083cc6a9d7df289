/** What a realtime link needs of a connection: a WebSocket, or what takes its place where none comes through. */
export interface Socket {
  /** Bytes that the network hasn't taken yet. */
  bufferedBytes(): number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Sends what is waiting, and leaves. */
  close(): void;
}

export interface SocketEvents {
  /** The other side has answered. */
  onOpen(): void;
  onMessage(data: string | ArrayBuffer): void;
  /** With a WebSocket's close code (RFC 6455 §7.4). What comes after is of no interest. */
  onClose(code: number): void;
}

/** `url` is a WebSocket's. */
export type OpenSocket = (url: string, events: SocketEvents) => Socket;
