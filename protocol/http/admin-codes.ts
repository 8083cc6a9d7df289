import * as v from 'valibot';
import { PublicPoint, Secret256 } from '../identifier.ts';

/** Answer to POST /api/admin-codes: opens `/admin/<tenant id>#<code>` or `/recordings/<artifact id>#<code>` once, within a minute. */
export const AdminCode = v.strictObject({ code: Secret256, expiresAt: v.number() });
export type AdminCode = v.InferOutput<typeof AdminCode>;

/** POST /api/admin-codes/redemptions, answered with an `AgentToken` that is bound to this key. */
export const RedeemAdminCode = v.strictObject({ code: Secret256, publicKey: PublicPoint });
export type RedeemAdminCode = v.InferOutput<typeof RedeemAdminCode>;
