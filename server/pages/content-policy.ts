import { createHash } from 'node:crypto';

interface PolicyNeeds {
  /** Scripts: nothing, our own bundles, or also those of one foreign origin (a CRM's framework). */
  readonly scripts: 'none' | 'own' | { readonly alsoFrom: string };
  /** Who may frame the page: `'none'`, `'self'`, or origins. */
  readonly frameAncestors: string;
  /** The one inline style sheet. */
  readonly style: string;
  /** Handrail's public origin. */
  readonly origin: string;
  /** Whether the page holds a frame of ours (the live view holds the mirror). */
  readonly frames?: boolean;
}

/**
 * The Content-Security-Policy of one page: nothing is allowed but what it needs. Scripts come only from `/assets/`, where
 * only our bundles are; Lit's style sheets are constructed, which no policy has to allow.
 */
export const contentPolicy = (needs: PolicyNeeds): string => {
  const digest = createHash('sha256').update(needs.style).digest('base64');
  return [
    `default-src 'none'`,
    `style-src 'sha256-${digest}'`,
    `img-src 'self' data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors ${needs.frameAncestors}`,
    ...(needs.scripts === 'none' ? [] : scriptRules(needs)),
    ...(needs.frames ? [`frame-src 'self'`] : []),
  ].join('; ');
};

const scriptRules = ({ scripts, origin }: PolicyNeeds): string[] => {
  const connect = `connect-src 'self' ${origin.replace(/^http/, 'ws')}`;
  const own = `${origin}/assets/`;
  // A CRM's framework is not written for Trusted Types: its page goes without.
  if (typeof scripts === 'object') return [`script-src ${own} ${scripts.alsoFrom}`, connect];
  return [`script-src ${own}`, `require-trusted-types-for 'script'`, 'trusted-types lit-html', connect];
};
