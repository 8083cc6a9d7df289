import type { Response } from 'express';
import type { AgentRole, Permission } from '../../protocol/permission.ts';
import { Problem } from './problem.ts';

/** A case as the console signed it: what only ids say, the CRM has to be asked for. */
export interface SignedCase {
  readonly id: string;
  readonly number: string | null;
  readonly subject: string | null;
  readonly requester: SignedRequester | null;
}

interface SignedRequester {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
}

/** Who is calling. `auth/` fills it in; the routes ask for what they need. */
export interface Caller {
  readonly tenantId: string;
  readonly agentId: string;
  readonly name: string;
  readonly roles: readonly AgentRole[];
  /** When the person signed in: whatever follows from it ends eight hours later (epoch ms). */
  readonly signedInAt: number;
  readonly permissions: ReadonlySet<Permission>;
  /** The case that the caller's console has signed, in the assertion that this bearer came of. Null: none. */
  readonly signedCase: SignedCase | null;
}

declare const granted: unique symbol;

/** A caller who was found to have this permission: only `callerWith` makes one. */
export interface CallerWith<P extends Permission> extends Caller {
  readonly [granted]: P;
}

/** The built-in role that is told to somebody who lacks this permission. */
const roleFor = (permission: Permission): AgentRole => {
  if (permission === 'settings.manage' || permission === 'team.manage') return 'admin';
  if (permission === 'logs.view') return 'auditor';
  if (permission === 'sessions.join' || permission === 'recordings.view') return 'supervisor';
  return 'agent';
};

/** The signed-in caller of this request. @throws Problem `unauthorized`. */
export const callerOf = (res: Response): Caller => {
  const caller: Caller | undefined = res.locals.caller;
  if (!caller) throw new Problem('unauthorized', 'Sign in first.');
  return caller;
};

/** The caller, if they may do one of these at least. @throws Problem `unauthorized`, `missing_role` (naming the role). */
export const callerWithAny = <P extends Permission>(
  permissions: readonly [P, ...P[]],
  res: Response,
): Caller => {
  const caller = callerOf(res);
  if (permissions.some((permission) => caller.permissions.has(permission))) return caller;
  throw missingRole(permissions[0]);
};

/** The caller, if they may do this. @throws Problem `unauthorized`, `missing_role` (naming the role). */
export const callerWith = <P extends Permission>(permission: P, res: Response): CallerWith<P> => {
  const caller = callerOf(res);
  if (!caller.permissions.has(permission)) throw missingRole(permission);
  return caller as CallerWith<P>;
};

const missingRole = (permission: Permission): Problem => {
  const role = roleFor(permission);
  return new Problem('missing_role', `This needs the Handrail role “${role}”.`, { role });
};
