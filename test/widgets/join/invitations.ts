import { randomBytes } from 'node:crypto';
import type { Router } from 'express';
import * as v from 'valibot';
import {
  AdmitVisitor,
  DeclineJoin,
  HandoverLeft,
  JoinView,
  LeaveHandover,
  ViewJoin,
  VisitorAdmitted,
} from '../../../protocol/http/joining.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { Problem } from '../../../server/http/problem.ts';

const secret = (): string => randomBytes(32).toString('base64url');

export const sessionId = `ses_${'a'.repeat(22)}`;
export const joinKey = secret();

/** What `/join/<session id>` looks at, by its wire contract. `refusal` answers in its place. */
export interface InvitationServer {
  refusal: ProblemCode | null;
  readonly admitted: AdmitVisitor[];
  readonly declined: DeclineJoin[];
  readonly handedOver: LeaveHandover[];
  readonly view: JoinView;
  readonly routes: (routes: Router) => void;
}

const noBrand: JoinView['tenant'] = { id: 'acme', name: 'Acme Outdoor', logoPath: null, locale: null };

export const invitationServer = (
  siteUrl = 'http://127.0.0.1:9/',
  tenant: JoinView['tenant'] = noBrand,
  recording: JoinView['recording'] = null,
): InvitationServer => {
  const server: InvitationServer = {
    refusal: null,
    admitted: [],
    declined: [],
    handedOver: [],
    view: v.parse(JoinView, {
      tenant,
      agentName: 'Ada Agent',
      caseNumber: '35436',
      site: { name: 'Acme Shop', url: siteUrl },
      expiresAt: Date.now() + 3_600_000,
      recording,
    }),
    routes: (routes) => {
      routes.use('/api', (_req, res, next) => {
        if (server.refusal === null) return next();
        const problem = new Problem(server.refusal, 'No.');
        return res
          .status(problem.status)
          .type('application/problem+json')
          .send(JSON.stringify(problem.toBody()));
      });
      routes.post(`/api/join/${sessionId}/views`, (req, res) => {
        v.parse(ViewJoin, req.body);
        res.json(server.view);
      });
      routes.post(`/api/join/${sessionId}/refusals`, (req, res) => {
        server.declined.push(v.parse(DeclineJoin, req.body));
        res.status(204).end();
      });
      routes.post(`/api/join/${sessionId}/admissions`, (req, res) => {
        server.admitted.push(v.parse(AdmitVisitor, req.body));
        res.status(201).json(v.parse(VisitorAdmitted, { credential: secret(), visitorId: 'vis_1' }));
      });
      routes.post(`/api/sessions/${sessionId}/handovers`, (req, res) => {
        server.handedOver.push(v.parse(LeaveHandover, req.body));
        res.status(201).json(v.parse(HandoverLeft, { id: secret(), expiresAt: Date.now() + 60_000 }));
      });
    },
  };
  return server;
};
