import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers for every answer, at their strictest. A page sets its own content security policy in place of this one.
 * Two of helmet's headers are left out: who may frame a page is said by its policy's `frame-ancestors` alone, and
 * `Cross-Origin-Opener-Policy` would cut the sign-in popup off from the panel that proves itself to it.
 */
export const securityHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginOpenerPolicy: false,
    frameguard: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
