import type { Request } from 'express';

/** A cookie of this request, as it came. */
export const cookieOf = (req: Request, name: string): string | undefined =>
  req.headers.cookie
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
