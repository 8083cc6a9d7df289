import express, { Router } from 'express';
import * as v from 'valibot';
import { Fault } from '../faults/fault.ts';
import { localOnly } from '../faults/local-only.ts';
import type { Org } from './org.ts';

const login = v.picklist(['ada', 'sam', 'ann', 'nora']);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a test can ask of the simulator. Each field is one thing; several at once are done in this order. */
const Control = v.strictObject({
  clearFaults: v.optional(v.literal(true)),
  fault: v.optional(Fault),
  /** The simulator's clock goes forward. */
  advanceMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** All access tokens are over; refresh tokens go on. */
  expireAccessTokens: v.optional(v.literal(true)),
  /** So many calls are left today. */
  leaveRequests: v.optional(count),
  /** The next so many token answers name another organization in `id`, with a good signature. */
  wrongOrganization: v.optional(count),
  /** The next so many token answers name this `instance_url`. */
  foreignInstance: v.optional(v.strictObject({ url: v.string(), times: v.optional(count, 1) })),
  /** Every grant of this person, or of everybody, is gone with its tokens. */
  revokeTokens: v.optional(v.union([login, v.literal('everybody')])),
  /** One case was merged into another, and is in the bin. */
  mergeCase: v.optional(v.strictObject({ from: v.string(), into: v.string() })),
  /** A case goes to the bin. */
  deleteCase: v.optional(v.string()),
  /** The org's room for files is used up, or not. */
  fullStorage: v.optional(v.boolean()),
  /** Handrail's package is installed, or taken out. */
  sessionObject: v.optional(v.boolean()),
  /** Which public groups are members of others, by name: the inner one first. */
  groupsInGroups: v.optional(v.array(v.tuple([v.string(), v.string()]))),
  case: v.optional(
    v.strictObject({
      id: v.string(),
      status: v.optional(v.picklist(['Working', 'Closed'])),
      brand: v.optional(v.nullable(v.string())),
    }),
  ),
  /** Changes a person. */
  person: v.optional(
    v.strictObject({
      login,
      active: v.optional(v.boolean()),
      customPermissions: v.optional(v.array(v.string())),
    }),
  ),
});
type Control = v.InferOutput<typeof Control>;

/** Hooks for tests, for programs on this machine only. */
export const controlRoutes = (org: Org): Router => {
  const routes = Router();
  routes.use(['/__control', '/__state'], localOnly);

  routes.post('/__control', express.json(), (req, res) => {
    const read = v.safeParse(Control, req.body);
    if (!read.success) return res.status(400).json({ error: v.summarize(read.issues) });
    obey(org, read.output);
    return res.status(204).end();
  });

  routes.get('/__state', (_req, res) => {
    const { clock, data, faults, grants } = org;
    res.json({
      now: clock.now(),
      grants: grants.grants.length,
      accessTokens: grants.liveAccessTokens,
      pendingFaults: faults.pending,
      cases: data.cases.map(({ id, caseNumber, comments, emails, status }) => ({
        id,
        caseNumber,
        status,
        publicReplies: emails.map((one) => one.text),
        notes: comments.filter((one) => !one.isPublished).map((one) => one.body),
        files: data.documents
          .filter(({ links }) => links.some(({ caseId }) => caseId === id))
          .map(({ title, bytes, sha256, links }) => ({
            name: title,
            bytes,
            sha256,
            isPublic: links.some(({ visibility }) => visibility === 'AllUsers'),
          })),
        records: [...data.sessions]
          .filter(([, { row }]) => row.Case__c === id)
          .map(([externalId, { row }]) => ({ externalId, outcome: row.Outcome__c })),
        recordedArtifacts: Object.fromEntries(
          [...data.sessions].map(([externalId, { row }]) => [externalId, row.Artifacts__c ?? null]),
        ),
      })),
    });
  });

  return routes;
};

const obey = ({ clock, data, faults, grants, lies, usage }: Org, asked: Control): void => {
  if (asked.clearFaults) faults.clear();
  if (asked.fault) faults.add(asked.fault);
  if (asked.advanceMs) clock.advance(asked.advanceMs);
  if (asked.expireAccessTokens) grants.expireAccess();
  if (asked.leaveRequests !== undefined) usage.leave(asked.leaveRequests);
  if (asked.wrongOrganization !== undefined) lies.otherOrganization = asked.wrongOrganization;
  if (asked.foreignInstance) lies.foreignInstance = asked.foreignInstance;
  if (asked.revokeTokens) {
    const id = data.person(asked.revokeTokens)?.id;
    grants.revokeWhere((grant) => asked.revokeTokens === 'everybody' || grant.userId === id);
  }
  const { login: whom, ...changes } = asked.person ?? {};
  if (asked.mergeCase) data.merge(asked.mergeCase.from, asked.mergeCase.into);
  const deleted = data.cases.find(({ id }) => id === asked.deleteCase);
  if (deleted) deleted.isDeleted = true;
  if (asked.sessionObject !== undefined) data.hasSessionObject = asked.sessionObject;
  if (asked.fullStorage !== undefined) data.isFull = asked.fullStorage;
  if (asked.groupsInGroups) data.groupsInGroups = asked.groupsInGroups;
  const changed = data.cases.find(({ id }) => id === asked.case?.id);
  if (changed && asked.case?.status) changed.status = asked.case.status;
  if (changed && asked.case?.brand !== undefined) changed.brand = asked.case.brand;
  const person = whom && data.person(whom);
  if (person) Object.assign(person, changes);
};
