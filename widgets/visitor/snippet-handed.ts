import type { HandoverFragment } from '../seal/handover-fragment.ts';
import type { SnippetNatives } from './snippet-natives.ts';
import type { LoadPart } from './snippet-parts.ts';

/** What the loader, which ran before the page's own scripts, gives to the core. */
export interface Handed {
  /** Handrail's origin: the loader's own. */
  readonly origin: string;
  /** Taken out of the address; null when the session was on before this page. */
  readonly handover: HandoverFragment | null;
  readonly natives: SnippetNatives;
  readonly load: LoadPart;
  /** What the site's own tag says of the recording key: base64url(SHA-256) of it. Null: nothing. */
  readonly recordingKey: string | null;
}

/** The core's script element carries it as a property: a global would be there for every script. */
export interface HandingScript extends HTMLScriptElement {
  handed?: Handed;
}
