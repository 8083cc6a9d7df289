import * as v from 'valibot';
import { ArtifactId } from './http/artifacts.ts';
import { InvitationId, OriginText, Secret256, SessionId, TenantId } from './identifier.ts';
import { ZendeskLocation } from './zendesk-location.ts';

/**
 * What the server tells a page about itself, as JSON in `<script type="application/json" id="handrail-page">`.
 * Nothing in it is secret: whoever has the address gets it. Only a panel's bootstrap code is, which comes for a signed request alone.
 */

/** The id of the element that holds the configuration. */
export const pageConfigElementId = 'handrail-page';

/** Why a signed request was not taken for who is there. */
const BootstrapRefusal = v.picklist([
  'assertion_refused',
  'assertion_expired',
  'assertion_used',
  'assertion_key_missing',
]);
export type BootstrapRefusal = v.InferOutput<typeof BootstrapRefusal>;

/** `/embed/<tenant id>`: beside a case, framed by the tenant's CRM. */
export const PanelPage = v.strictObject({
  page: v.literal('panel'),
  /** Stands for whom the CRM signed to be here, once and for a minute (POST /api/auth/assertions). Null: it signed nothing. */
  bootstrapCode: v.nullable(Secret256),
  /** Why there is no code, though something signed came. */
  bootstrapRefusal: v.nullable(BootstrapRefusal),
  tenant: v.strictObject({ id: TenantId, name: v.string() }),
  crm: v.variant('kind', [
    /** The page loads the app framework's SDK from this address itself; its policy allows that origin. */
    v.strictObject({
      kind: v.literal('zendesk'),
      frameworkSdkUrl: v.string(),
      /** Where in Zendesk this frame is. */
      location: ZendeskLocation,
    }),
    /** Messages are exchanged with this origin only. */
    v.strictObject({ kind: v.literal('salesforce'), lightningOrigin: OriginText }),
    /** Any console that signs a JWT: the page around the panel is on one of these origins. */
    v.strictObject({ kind: v.literal('jwt'), consoleName: v.string(), origins: v.array(OriginText) }),
  ]),
});
export type PanelPage = v.InferOutput<typeof PanelPage>;

/** `/admin/<tenant id>`: where administrators decide who may do what. */
export const AdminPage = v.strictObject({
  page: v.literal('admin'),
  tenant: v.strictObject({ id: TenantId, name: v.string() }),
  /** Where people sign in; `jwt`: nowhere but in the console that they work with. */
  crm: v.picklist(['zendesk', 'salesforce', 'jwt']),
});
export type AdminPage = v.InferOutput<typeof AdminPage>;

/** `/recordings/<artifact id>`: where whoever may view recordings plays one. */
export const RecordingPage = v.strictObject({
  page: v.literal('recording'),
  artifactId: ArtifactId,
  tenant: v.strictObject({ id: TenantId, name: v.string() }),
  /** Where people sign in; `jwt`: nowhere but in the console that they work with. */
  crm: v.picklist(['zendesk', 'salesforce', 'jwt']),
});
export type RecordingPage = v.InferOutput<typeof RecordingPage>;

/** `/artifacts/<artifact id>`: where whoever may open it saves a file that was kept of a session. */
export const ArtifactPage = v.strictObject({ ...RecordingPage.entries, page: v.literal('artifact') });
export type ArtifactPage = v.InferOutput<typeof ArtifactPage>;

/** `/live/<session id>`: the agent's view of the visitor's page. */
export const LivePage = v.strictObject({ page: v.literal('live'), sessionId: SessionId });
export type LivePage = v.InferOutput<typeof LivePage>;

/** `/join/<session id>`: where a customer says yes or no. */
export const JoinPage = v.strictObject({ page: v.literal('join'), sessionId: SessionId });
export type JoinPage = v.InferOutput<typeof JoinPage>;

/** `/code`: where a customer types the nine digits. */
export const CodePage = v.strictObject({ page: v.literal('code') });
export type CodePage = v.InferOutput<typeof CodePage>;

/** `/auth/start/<id>` and `/auth/done/<id>`: the sign-in popup, before and after the CRM. */
export const SignInPage = v.strictObject({
  page: v.literal('sign-in'),
  step: v.picklist(['start', 'done']),
  transactionId: v.string(),
});
export type SignInPage = v.InferOutput<typeof SignInPage>;

/** `/invitation/<id>#<secret>`: where a new tenant's first admin connects the CRM. */
export const InvitationPageConfig = v.strictObject({ page: v.literal('invitation'), id: InvitationId });
export type InvitationPageConfig = v.InferOutput<typeof InvitationPageConfig>;
