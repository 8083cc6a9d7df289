import { recordId } from '../crm/salesforce/record-id.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Whose signature counts for a tenant, and what must be in what is signed. */
export interface Trust {
  readonly keys:
    | { readonly by: 'pem'; readonly pems: readonly string[] }
    | { readonly by: 'jwks'; readonly url: string };
  readonly algorithms: readonly string[];
  readonly audience: string;
  readonly isIssuer: (issuer: string) => boolean;
}

/** @throws Problem `assertion_refused` for a tenant whose console signs requests instead. */
export const assertionTrust = ({ settings: { crm } }: Tenant, origin: string): Trust => {
  switch (crm.kind) {
    case 'salesforce':
      return {
        keys: { by: 'pem', pems: crm.assertionCertificates },
        // What `Auth.JWS` signs with.
        algorithms: ['RS256'],
        audience: origin,
        isIssuer: (issuer) => recordId(issuer) === crm.organizationId,
      };
    case 'jwt':
      return {
        keys: crm.keys,
        algorithms: crm.algorithms,
        audience: crm.audience,
        isIssuer: (issuer) => issuer === crm.issuer,
      };
    case 'zendesk':
      throw new Problem('assertion_refused', 'Zendesk says who you are in another way.');
  }
};
