import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow to three times what lives in it before V8 collects all of it. What V8 decides by itself depends on when a process's first such collection
 * happens to come: for a server whose heap is small, and through which much passes, it may then do so every two seconds for ever, which costs the relay a tenth.
 */
export const collectLater = (): void => setFlagsFromString('--heap-growing-percent=200');
