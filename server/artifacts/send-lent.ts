import type { ServerResponse } from 'node:http';
import type { LentContent } from '../storage/lent-content.ts';

/** Answers with what is lent: a piece is gone, or nobody is left to be sent it, before the next is asked for. What can't be read on cuts the answer off. @throws what reading throws. */
export const sendLent = async (content: LentContent, res: ServerResponse): Promise<void> => {
  const giveUp = () => content.destroy();
  // Whoever asked can go while a piece is waited for.
  res.once('close', giveUp);
  try {
    for await (const piece of content) if (!(await isSent(res, piece))) return;
    res.end();
  } catch (error) {
    // Whoever asked has gone; nobody is left to be told.
    if (res.destroyed) return;
    res.destroy();
    throw error;
  }
};

/** The system has taken it; not, when the connection is gone: what that still holds is left to it. */
const isSent = (res: ServerResponse, piece: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => {
    const gone = () => resolve(false);
    if (res.destroyed) return gone();
    res.once('close', gone);
    res.write(piece, (error) => {
      res.off('close', gone);
      resolve(!error);
    });
  });
