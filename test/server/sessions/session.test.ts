import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Problem } from '../../../server/http/problem.ts';
import { neverReopened } from '../../../server/sessions/reopening.ts';
import {
  activated,
  admitted,
  ended,
  granted,
  noWords,
  placed,
  refuseUnlessCancellable,
  type Session,
  sharingChanged,
  used,
  viewed,
} from '../../../server/sessions/session.ts';

const invited: Session = {
  id: 'ses_1',
  tenantId: 'acme',
  agentId: 'agt_1',
  caseId: '35436',
  caseNumber: '35436',
  requester: null,
  brandId: null,
  isTest: false,
  proofHash: 'hash',
  createdAt: 0,
  state: { name: 'invited', expiresAt: 1000 },
  grants: [],
  paused: false,
  features: [],
  visitorId: null,
  places: [],
  words: noWords,
  reopening: neverReopened,
  version: 1,
};
const admittance = { by: 'link', visitorId: 'vis_1', capabilities: ['view'], now: 10 } as const;
const joined = admitted(invited, admittance);
const active = activated(joined, 20);
const over = ended(active, { by: 'agent', reason: 'ended_by_agent' }, 50);
const withdrawn = ended(invited, { by: 'agent', reason: 'cancelled' }, 50);
const expired = ended(invited, { by: 'server', reason: 'expired' }, 1000);

const refuses = (work: () => unknown, code: string): void => {
  assert.throws(work, (error) => error instanceof Problem && error.code === code);
};

describe('a session’s states', () => {
  test('go from invited over waiting and joined to active and ended', () => {
    const waiting = viewed(invited, 5);

    assert.equal(waiting.state.name, 'waiting');
    assert.equal(viewed(waiting, 6), waiting);
    assert.equal(admitted(waiting, admittance).state.name, 'joined');
    assert.equal(active.state.name, 'active');
    assert.deepEqual(over.state, {
      name: 'ended',
      endedAt: 50,
      by: 'agent',
      reason: 'ended_by_agent',
      durationMs: 30,
    });
  });

  test('let a person in once', () => {
    refuses(() => admitted(joined, admittance), 'link_used');
    refuses(() => admitted(active, admittance), 'link_used');
    refuses(() => viewed(joined, 20), 'link_used');
  });

  test('say apart why nobody can come in any more', () => {
    refuses(() => viewed(invited, 1000), 'link_expired');
    refuses(() => admitted(expired, admittance), 'link_expired');
    refuses(() => admitted(withdrawn, admittance), 'link_cancelled');
    refuses(() => admitted(over, admittance), 'session_ended');
  });

  test('end once', () => {
    refuses(() => ended(over, { by: 'visitor', reason: 'ended_by_visitor' }, 60), 'session_ended');
  });

  test('can be cancelled only before somebody came', () => {
    refuseUnlessCancellable(invited);
    refuses(() => refuseUnlessCancellable(joined), 'link_used');
    refuses(() => refuseUnlessCancellable(over), 'session_ended');
  });

  test('take grants and pauses only between joining and the end, and end with none', () => {
    refuses(() => granted(invited, 'control', true), 'session_not_joined');
    refuses(() => granted(over, 'control', true), 'session_ended');
    refuses(() => sharingChanged(invited, true), 'session_not_joined');

    const controlled = granted(active, 'control', true);

    assert.deepEqual(
      controlled.grants.map((grant) => grant.capability),
      ['view', 'control'],
    );
    assert.deepEqual(granted(controlled, 'control', false).grants, active.grants);
    assert.deepEqual(ended(controlled, { by: 'agent', reason: 'ended_by_agent' }, 60).grants, []);
  });

  test('keep each participant’s number and never give one twice', () => {
    const agent = { key: 'agent:1', role: 'agent', name: 'Ada' } as const;
    const visitor = { key: 'visitor:1', role: 'visitor', name: 'Customer' } as const;

    const both = placed(placed(active, agent), visitor);

    assert.deepEqual(
      both.places.map((place) => place.number),
      [1, 2],
    );
    assert.equal(placed(both, visitor), both);
  });

  test('collect what was used, once and in one order', () => {
    const session = used(used(used(active, 'pointer'), 'view'), 'pointer');

    assert.deepEqual(session.features, ['view', 'pointer']);
  });
});
