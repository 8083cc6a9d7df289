import { openHttpSocket } from '../link/http-socket.ts';
import type { HttpScript } from './snippet-handed.ts';

// Gives itself to whoever has loaded it; a global would be there for every script.
const script: HttpScript | null =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const take = script?.handed;
delete script?.handed;
take?.(openHttpSocket);
