/** The bytes that a joining participant signs. */
export const joinSignatureInput = (sessionId: string, challenge: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`handrail/1 join|${sessionId}|${challenge}`);
