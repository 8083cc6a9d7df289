import type { GrantSource } from '../../protocol/grant-source.ts';
import type { GrantVia } from '../../protocol/http/admin-people.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';

export interface NamedGrant {
  readonly source: GrantSource;
  readonly id: string;
  readonly name: string;
}

/** Something that a person was seen to hold: when, and by whose word. */
export interface ReadGrant extends NamedGrant {
  readonly asOf: number;
  readonly via: GrantVia;
}

/** What somebody holds of these sources, all of it: of a source that is read and has no grant, they hold none. */
export interface GrantReading {
  readonly via: GrantVia;
  readonly asOf: number;
  readonly sources: readonly GrantSource[];
  readonly grants: readonly NamedGrant[];
}

type CrmKind = CrmSettings['kind'];

const zendeskSources = ['zd.role', 'zd.customRole', 'zd.group', 'zd.userField'] as const;

/** The sources that each way of reading tells all about. */
const sourcesRead: Readonly<Record<CrmKind, Readonly<Record<GrantVia, readonly GrantSource[]>>>> = {
  zendesk: { oauth: zendeskSources, integration: [], assertion: [] },
  salesforce: {
    oauth: ['sf.customPermission'],
    integration: ['sf.permissionSet', 'sf.permissionSetGroup', 'sf.publicGroup', 'sf.profile'],
    assertion: ['sf.customPermission'],
  },
  jwt: { oauth: [], integration: [], assertion: ['jwt.role'] },
};

/** A reading of what this way tells about; grants of other sources are left out. */
export const readingOf = (
  kind: CrmKind,
  { via, asOf, grants }: Omit<GrantReading, 'sources'>,
): GrantReading => {
  const sources = sourcesRead[kind][via];
  return { via, asOf, sources, grants: grants.filter(({ source }) => sources.includes(source)) };
};

/**
 * What a CRM tells about somebody who has signed in to it. In Salesforce their own token tells only their custom permissions; all else
 * the tenant's integration user reads, and where there is none, nobody holds any of it.
 */
export const signedInReadings = (
  kind: CrmKind,
  { asOf, grants }: Pick<GrantReading, 'asOf' | 'grants'>,
): readonly GrantReading[] => {
  const vias = kind === 'salesforce' ? (['oauth', 'integration'] as const) : (['oauth'] as const);
  return vias.map((via) => readingOf(kind, { via, asOf, grants }));
};

const userSources = { zendesk: 'zd.user', salesforce: 'sf.user', jwt: 'jwt.user' } as const;

/** Everybody holds themselves: a rule can name a single person. */
export const ownGrant = (
  kind: CrmKind,
  { id, name }: { readonly id: string; readonly name: string },
): NamedGrant => ({
  source: userSources[kind],
  id,
  name,
});

/** A console's word on Salesforce permissions is on those of our package only: about others, the last reading before it counts. */
export const isOnlyOwn = ({ via }: Pick<GrantReading, 'via'>, source: GrantSource): boolean =>
  via === 'assertion' && source === 'sf.customPermission';

/** What our package's permissions are called: sfdx-project/force-app/main/default/customPermissions. */
export const ownPermission = /^Handrail_/;
