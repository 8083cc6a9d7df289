import express, { Router } from 'express';
import * as v from 'valibot';
import { Fault } from '../faults/fault.ts';
import { localOnly } from '../faults/local-only.ts';
import type { Account } from './account.ts';
import { stamp } from './api/present.ts';
import { sessionField } from './help-desk.ts';
import { groups } from './person.ts';

const login = v.picklist(['ada', 'sam', 'ann', 'nora']);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a test can ask of the simulator. Each field is one thing; several at once are done in this order. */
const Control = v.strictObject({
  clearFaults: v.optional(v.literal(true)),
  fault: v.optional(Fault),
  /** The simulator's clock goes forward. */
  advanceMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** Every grant of this person, or of everybody, is gone with its tokens. */
  revokeTokens: v.optional(v.union([login, v.literal('everybody')])),
  /** All access tokens are over; refresh tokens go on. */
  expireAccessTokens: v.optional(v.literal(true)),
  /** So many requests are left in this minute. */
  leaveRequests: v.optional(count),
  /** The next so many GET /users/me name another account in `url`. */
  wrongOrganization: v.optional(count),
  /** One ticket is merged into another. */
  mergeCase: v.optional(v.strictObject({ from: v.string(), into: v.string() })),
  /** A ticket is deleted. */
  deleteCase: v.optional(v.string()),
  /** The app's ticket field is there, or not. */
  sessionField: v.optional(v.boolean()),
  /** An admin has added the custom object, or not. */
  sessionObject: v.optional(v.boolean()),
  /** Agents may redact comments, or not. */
  agentsMayRedact: v.optional(v.boolean()),
  /** Changes a person. Groups by name. */
  person: v.optional(
    v.strictObject({
      login,
      active: v.optional(v.boolean()),
      suspended: v.optional(v.boolean()),
      role: v.optional(v.picklist(['end-user', 'agent', 'admin'])),
      groups: v.optional(v.array(v.picklist(groups.map((group) => group.name)))),
    }),
  ),
  ticket: v.optional(
    v.strictObject({ id: v.number(), status: v.picklist(['open', 'pending', 'solved', 'closed']) }),
  ),
});
type Control = v.InferOutput<typeof Control>;

/** Hooks for tests, for programs on this machine only. */
export const controlRoutes = (account: Account): Router => {
  const routes = Router();
  routes.use(['/__control', '/__state'], localOnly);

  routes.post('/__control', express.json(), (req, res) => {
    const read = v.safeParse(Control, req.body);
    if (!read.success) return res.status(400).json({ error: v.summarize(read.issues) });
    obey(account, read.output);
    return res.status(204).end();
  });

  routes.get('/__state', (_req, res) => {
    const { desk, faults, grants } = account;
    res.json({
      now: account.clock.now(),
      grants: grants.grants.length,
      accessTokens: grants.liveAccessTokens,
      pendingFaults: faults.pending,
      waitingUploads: account.uploads.waiting,
      tickets: desk.tickets.map(({ id, status, updatedAt, comments, fields }) => ({
        id,
        status,
        updatedAt: stamp(updatedAt),
        publicReplies: comments.filter((one) => one.public).map((one) => one.plainBody),
        notes: comments.filter((one) => !one.public).map((one) => one.plainBody),
        files: comments.flatMap((comment) =>
          comment.attachments.map(({ fileName, bytes, sha256 }) => ({
            name: fileName,
            bytes,
            sha256,
            isPublic: comment.public,
          })),
        ),
        records: [...desk.objectRecords]
          .filter(([, fields]) => fields.ticket === String(id))
          .map(([externalId, fields]) => ({ externalId, outcome: fields.outcome })),
        recordedArtifacts: Object.fromEntries(
          [...desk.objectRecords].map(([externalId, { artifacts = null }]) => [externalId, artifacts]),
        ),
        field: fields[sessionField.id] ?? null,
        updates: desk.updates.get(id) ?? 0,
      })),
    });
  });

  return routes;
};

const obey = (account: Account, asked: Control): void => {
  const { clock, desk, faults, grants, lies, rateLimit } = account;
  if (asked.clearFaults) faults.clear();
  if (asked.fault) faults.add(asked.fault);
  if (asked.advanceMs) clock.advance(asked.advanceMs);
  if (asked.expireAccessTokens) grants.expireAccess();
  if (asked.leaveRequests !== undefined) rateLimit.leave(asked.leaveRequests);
  if (asked.wrongOrganization !== undefined) lies.otherAccount = asked.wrongOrganization;
  if (asked.revokeTokens) {
    const id = desk.person(asked.revokeTokens)?.id;
    grants.revokeWhere((grant) => asked.revokeTokens === 'everybody' || grant.userId === String(id));
  }
  if (asked.mergeCase) mergeCase(account, asked.mergeCase);
  if (asked.deleteCase) desk.delete(Number(asked.deleteCase));
  if (asked.sessionField !== undefined) desk.ticketFields = asked.sessionField ? [sessionField] : [];
  if (asked.sessionObject !== undefined) desk.hasSessionObject = asked.sessionObject;
  if (asked.agentsMayRedact !== undefined) desk.agentsMayRedact = asked.agentsMayRedact;
  if (asked.person) changePerson(account, asked.person);
  const ticket = asked.ticket && desk.ticket(asked.ticket.id);
  if (ticket && asked.ticket) ticket.status = asked.ticket.status;
};

const mergeCase = ({ desk }: Account, { from, into }: NonNullable<Control['mergeCase']>): void => {
  const source = desk.ticket(Number(from));
  const target = desk.ticket(Number(into));
  if (source && target) desk.merge(source, target, { authorId: source.assigneeId });
};

const changePerson = (
  { desk }: Account,
  { login, groups: names, ...changes }: NonNullable<Control['person']>,
): void => {
  const person = desk.person(login);
  if (!person) return;
  Object.assign(person, changes);
  if (names) person.groupIds = groups.filter((group) => names.includes(group.name)).map((group) => group.id);
};
