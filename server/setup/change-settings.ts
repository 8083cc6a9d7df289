import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { ChangeSettings, EditableSettings, SettingsView } from '../../protocol/http/tenant-settings.ts';
import { reassignRoles } from '../agents/reassign-roles.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { readSite } from '../tenants/allowed-hosts.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import { checkPem } from '../tenants/public-keys.ts';
import type { Tenant, TenantSettings } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { connectedSettings } from './connected-settings.ts';
import { editableOf, settingsView } from './settings-view.ts';

interface ChangeSettingsNeeds {
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'update' | 'read'>;
  readonly localHosts: ReadonlySet<string>;
  /** Sessions that go on are held to it. */
  readonly onConsentChanged: (tenantId: string, policy: ConsentPolicy) => Promise<void>;
  readonly now: () => number;
}

/**
 * Puts what an admin has filled in in the place of what was there. @throws Problem `changed_meanwhile`, `host_refused`, `key_refused`,
 * `secret_missing`, `invalid_request`.
 */
export const changeSettings =
  ({ inTransaction, tenants, localHosts, onConsentChanged, now }: ChangeSettingsNeeds) =>
  async (
    { tenantId, agentId }: CallerWith<'settings.manage'>,
    { version, settings: wanted }: ChangeSettings,
  ): Promise<SettingsView> => {
    const { fields, view } = await inTransaction(async (trx) => {
      const before = await tenants.read(trx, tenantId);
      const changed = await tenants.update(trx, { id: tenantId, version }, (tenant) => ({
        ...tenant,
        name: wanted.name,
        settings: settingsFrom(tenant, wanted, localHosts),
      }));
      const fields = before ? changedFields(before.tenant, changed.tenant) : [];
      await record(trx, {
        tenantId,
        actor: `agent:${agentId}`,
        action: 'settings.changed',
        subject: tenantId,
        // Names only: values may be secrets, or say more than a log should.
        detail: { fields },
        at: now(),
      });
      // Who is in the pilot group, or no longer has to be, is others' business at once.
      if (fields.includes('pilot')) await reassignRoles(trx, changed.tenant, 'pilot');
      return { fields, view: settingsView(changed.tenant, changed.version) };
    });
    if (fields.includes('consent')) await onConsentChanged(tenantId, view.settings.consent);
    return view;
  };

const settingsFrom = (
  { settings: before }: Tenant,
  wanted: EditableSettings,
  localHosts: ReadonlySet<string>,
): TenantSettings => {
  const {
    name: _name,
    connection: _connection,
    app: _app,
    assertionCertificates: _certificates,
    ...plain
  } = wanted;
  const sites = wanted.sites.map((site) => {
    const { origin, href } = readSite(site.url, localHosts);
    return { name: site.name, origin, url: href };
  });
  for (const { siteUrl } of wanted.brands) {
    const { origin } = readSite(siteUrl, localHosts);
    if (sites.some((site) => site.origin === origin)) continue;
    throw new Problem('host_refused', 'A brand’s website should be on one of the websites in the list.');
  }
  for (const logoUrl of [wanted.logoUrl, ...wanted.brands.map((brand) => brand.logoUrl)]) {
    if (logoUrl !== null) readSite(logoUrl, localHosts);
  }
  return { ...before, ...plain, sites, crm: crmFrom(before.crm, wanted, localHosts) };
};

const crmFrom = (
  before: CrmSettings,
  { connection, app, assertionCertificates }: EditableSettings,
  localHosts: ReadonlySet<string>,
): CrmSettings => {
  const crm = connectedSettings({ connection, before, localHosts });
  if (accountOf(crm) !== accountOf(before)) {
    // Its people, rules and cases are those of one account: with another, somebody else's ids would mean them.
    throw new Problem(
      'invalid_request',
      'This organization belongs to one CRM account. For another, set up another.',
    );
  }
  for (const pem of [...(app ? [app.publicKeyPem] : []), ...assertionCertificates]) checkPem(pem);
  if (crm.kind === 'zendesk') return { ...crm, app };
  return crm.kind === 'salesforce' ? { ...crm, assertionCertificates } : crm;
};

const accountOf = (crm: CrmSettings): string => {
  switch (crm.kind) {
    case 'zendesk':
      return `zendesk ${crm.base}`;
    case 'salesforce':
      return `salesforce ${crm.base} ${crm.organizationId}`;
    case 'jwt':
      return 'jwt';
  }
};

const changedFields = (before: Tenant, after: Tenant): string[] => {
  const [was, is] = [editableOf(before), editableOf(after)];
  const names = Object.keys(is) as (keyof EditableSettings)[];
  const fields = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  return secretOf(before) === secretOf(after) ? fields : [...fields, 'connection.clientSecret'];
};

const secretOf = ({ settings: { crm } }: Tenant): string | null =>
  crm.kind === 'jwt' ? null : crm.clientSecret;
