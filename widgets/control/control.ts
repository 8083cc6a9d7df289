import type { PageReference } from '../../protocol/anchor.ts';
import type { InputBody } from '../../protocol/input.ts';
import type { Capture } from '../capture/capture.ts';
import type { VisitorWatch } from './watch-visitor.ts';

/** What became of an input of the agent's. */
export type ControlOutcome =
  | { readonly done: true }
  | {
      readonly done: false;
      /**
       * `stale`: meant for another page. `gone`: its node is not there. `hidden`: it can't be seen, or something lies over it. `masked`,
       * `ours`: never acted on. `busy`: the visitor is acting. `impossible`: there is nothing to do it with.
       */
      readonly reason: 'stale' | 'gone' | 'hidden' | 'masked' | 'ours' | 'busy' | 'impossible';
    };

export interface ControlNeeds {
  readonly capture: Pick<Capture, 'nodeOf' | 'isMasked'>;
  readonly document: Document;
  /** Handrail's own elements on the page. */
  isOwn(node: Node): boolean;
  /** The page that is being sent now; null for none. */
  currentPage(): PageReference | null;
  /** What notices the visitor's own hands. It is stopped by whoever made it. */
  readonly visitor: VisitorWatch;
}

/** Acts for the agent. The caller has checked that control is granted. */
export interface Control {
  act(input: InputBody): ControlOutcome;
}
