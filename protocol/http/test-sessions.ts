import * as v from 'valibot';
import { Secret256, SessionId } from '../identifier.ts';
import { LiveCode } from './sessions.ts';

/** POST /api/setup/test-sessions: an admin tries Handrail out with themselves. The page made the join key; only SHA-256 of its proof comes here. */
export const StartTestSession = v.strictObject({ proofHash: Secret256 });

export const TestSessionStarted = v.strictObject({ sessionId: SessionId, liveCode: LiveCode });
export type TestSessionStarted = v.InferOutput<typeof TestSessionStarted>;
