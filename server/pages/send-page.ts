import type { Response } from 'express';

interface PageAnswer {
  readonly html: string;
  readonly policy: string;
  readonly status?: number;
  readonly referrer?: 'no-referrer' | 'strict-origin';
  /** Whether the page stays connected to the window that opened it, or that it opens. */
  readonly opener?: 'kept' | 'cut';
  /** Whether it may put text on the clipboard. */
  readonly clipboard?: boolean;
}

const deniedFeatures = [
  'camera',
  'microphone',
  'geolocation',
  'display-capture',
  'payment',
  'usb',
  'clipboard-read',
];

/** Sends a page with the headers that every page has, in place of whatever an earlier handler chose. */
export const sendPage = (res: Response, answer: PageAnswer): void => {
  const features = deniedFeatures.map((feature) => `${feature}=()`);
  features.push(`clipboard-write=${answer.clipboard ? '(self)' : '()'}`);
  // `frame-ancestors` says it better, and allows what this older header would refuse.
  res.removeHeader('X-Frame-Options');
  res.set({
    'Content-Security-Policy': answer.policy,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': answer.referrer ?? 'no-referrer',
    'Permissions-Policy': features.join(', '),
    'Cross-Origin-Opener-Policy': answer.opener === 'kept' ? 'unsafe-none' : 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  res
    .status(answer.status ?? 200)
    .type('html')
    .send(answer.html);
};
