import type { Request, Response } from 'express';

/** Answers with this and nothing else. */
export const failAnswer = (res: Response, status: number, body: string, type: string): void => {
  res.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
  });
  res.end(body);
};

/** Lets the route work, drops its answer, and calls `instead`. */
export const loseAnswer = (res: Response, instead: () => void): void => {
  const { end, writeHead } = res;
  res.end = () => {
    res.end = end;
    res.writeHead = writeHead;
    for (const name of res.getHeaderNames()) if (name !== 'retry-after') res.removeHeader(name);
    instead();
    return res;
  };
};

/** Lets the route answer, sends its headers and half of its body, then cuts the line. */
export const cutAnswer = (res: Response): void => {
  const { end } = res;
  const cut = (chunk: unknown) => {
    res.end = end;
    const text = Buffer.from(typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : '');
    res.write(text.subarray(0, Math.floor(text.length / 2)), () => res.socket?.destroy());
    return res;
  };
  res.end = cut as typeof res.end;
};

/** Lets the route answer, and gives every field of its JSON another name. */
export const driftAnswer = (res: Response): void => {
  const { json } = res;
  res.json = (body: unknown) => json.call(res, renamed(body));
};

const renamed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [`${name}_v2`, renamed(inner)]));
};

/** Takes the beginning of a request's body, then cuts the line. */
export const cutUpload = (req: Request, afterBytes: number): void => {
  let seen = 0;
  req.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen >= afterBytes) req.socket.destroy();
  });
};
