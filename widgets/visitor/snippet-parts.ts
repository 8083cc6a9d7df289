import type { createControl } from '../control/create-control.ts';
import type { OpenSocket } from '../link/socket.ts';
import type { CreateExtras } from './extras.ts';

/** What few sessions need: scripts of their own, fetched when something asks for them. Each gives this one thing. */
export interface SnippetParts {
  /** Where no WebSocket comes through. */
  readonly http: OpenSocket;
  /** Once the visitor has allowed control. */
  readonly control: typeof createControl;
  /** Recording, files: once one of them is asked for or allowed, or the company has each session recorded. */
  readonly extras: CreateExtras;
}

export type PartName = keyof SnippetParts;

/** Fetches a part, once for a page. It rejects when that fails; asking again tries again. */
export type LoadPart = <Name extends PartName>(name: Name) => Promise<SnippetParts[Name]>;

/** The loader's way to get what a part gives: a global would be there for every script. */
interface PartScript<Name extends PartName> extends HTMLScriptElement {
  handed?: (part: SnippetParts[Name]) => void;
}

/** What a part's entry does: it gives itself to whoever has loaded it. */
export const givePart = <Name extends PartName>(_name: Name, part: SnippetParts[Name]): void => {
  const script: PartScript<Name> | null =
    document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
  const take = script?.handed;
  delete script?.handed;
  take?.(part);
};
