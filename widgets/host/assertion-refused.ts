import type { AssertionRefusal } from '../../protocol/host.ts';

/** The console won't sign who is here, and says why. */
export class AssertionRefused extends Error {
  readonly reason: AssertionRefusal;

  constructor(reason: AssertionRefusal) {
    super(`The console signed nothing: ${reason}.`);
    this.name = 'AssertionRefused';
    this.reason = reason;
  }
}
