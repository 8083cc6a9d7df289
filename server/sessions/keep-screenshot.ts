import { isGranted } from '../../protocol/capability.ts';
import type { ScreenshotView } from '../../protocol/http/screenshots.ts';
import { safeFileName } from '../../protocol/safe-file-name.ts';
import type { KeepArtifact } from '../artifacts/artifact.ts';
import { randomId } from '../crypto/random.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import type { Asker } from './asker.ts';
import { checkPng } from './check-png.ts';
import { type Feature, joinedStateOf, type Session } from './session.ts';

export interface KeepScreenshotNeeds {
  readonly db: Queryable;
  readonly keep: KeepArtifact;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly noteFeature: (sessionId: string, feature: Feature) => Promise<unknown>;
  readonly now: () => number;
}

export interface TakenScreenshot {
  readonly name: string;
  readonly content: AsyncIterable<Buffer>;
}

/** Keeps what the agent saw, as PNG. @throws Problem `session_ended`, `session_not_joined`, `not_granted`, `file_type_refused`, `artifact_too_large`, and what keeping throws. */
export const createKeepScreenshot =
  ({ keep, findTenant, noteFeature, now }: KeepScreenshotNeeds) =>
  async ({ session, agentId }: Asker, { name, content }: TakenScreenshot): Promise<ScreenshotView> => {
    if (agentId !== session.agentId) throw new Problem('forbidden', 'This is another agent’s session.');
    refuseUnlessSeen(session, now());
    const tenant = await findTenant(session.tenantId);
    if (!tenant) throw new Problem('not_found', 'This organization is not here any more.');
    const png = await readAtMost(storagePolicyOf(tenant.settings).screenshot.maxBytes, content);
    checkPng(png);
    const { id, state } = await keep(
      {
        id: randomId('art'),
        tenantId: session.tenantId,
        sessionId: session.id,
        agentId,
        caseId: session.caseId,
        kind: 'screenshot',
        name: pngName(name),
        contentType: 'image/png',
        createdBy: `agent:${agentId}`,
        recording: null,
      },
      once(png),
    );
    await noteFeature(session.id, 'screenshot');
    return { id, name: pngName(name), state, problem: null, url: null };
  };

/** How far it has come. @throws Problem `not_found`. */
export const createShowScreenshot =
  ({ db }: Pick<KeepScreenshotNeeds, 'db'>) =>
  async ({ session }: Asker, id: string): Promise<ScreenshotView> => {
    const row = await db
      .selectFrom('artifacts')
      .select(['id', 'name', 'state', 'problem', 'url'])
      .where('tenant_id', '=', session.tenantId)
      .where('session_id', '=', session.id)
      .where('kind', '=', 'screenshot')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) throw new Problem('not_found', 'There is no such screenshot.');
    return { ...row, state: stateOf(row.state) };
  };

/** What is not shown can't be kept: the picture was made in the agent's browser, so this is all that the server can see of it. */
const refuseUnlessSeen = (session: Session, now: number): void => {
  if (session.state.name === 'ended') throw new Problem('session_ended', 'This session is over.');
  if (!joinedStateOf(session)) throw new Problem('session_not_joined', 'Nobody has joined this session.');
  const agents = session.places.filter(({ role }) => role === 'agent');
  const isSeen = agents.some(({ number }) => isGranted(session.grants, 'view', number, now));
  if (!isSeen || session.paused)
    throw new Problem('not_granted', 'The customer does not show their page at present.');
};

/** A screenshot is looked at whole before anything of it is kept. */
const mostInMemory = 64 * 1024 ** 2;

const readAtMost = async (maxBytes: number, content: AsyncIterable<Buffer>): Promise<Buffer> => {
  const most = Math.min(maxBytes, mostInMemory);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > most)
      throw new Problem('artifact_too_large', `This is larger than the ${most} bytes that may be kept.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

const pngName = (name: string): string => safeFileName(`${safeFileName(name).replace(/\.png$/i, '')}.png`);

const stateOf = (state: string): ScreenshotView['state'] => {
  switch (state) {
    case 'kept':
    case 'stored':
    case 'failed':
    case 'deleted':
      return state;
    default:
      throw new Error(`An artifact is in no known state: ${state}.`);
  }
};
