const { webcrypto } = require('node:crypto');

/** Browsers have it; the page that stands for one here has not. */
Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
