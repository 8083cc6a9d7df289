import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import type { PanelPage } from '../../../protocol/page-config.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import type { HostBridge } from '../../host/host-bridge.ts';
import type { KeptOf } from '../kept/http-kept.ts';
import type { KeptNeeds } from '../kept/kept-list.ts';
import { adminAddress, mayAdminister } from './admin-address.ts';
import { CaseSessions, type Topic } from './case-sessions.ts';
import { connect, mustConnect } from './connect.ts';
import { consoleSignIn } from './console-sign-in.ts';
import { hostIdentity } from './host-identity.ts';
import { Invitations } from './invitations.ts';
import { leftSession } from './left-session.ts';
import { missingRoleCard } from './missing-role-card.ts';
import { type OpenCase, openCase } from './open-case.ts';
import { panelStyles } from './panel.styles.ts';
import type { PanelChannel } from './panel-channel.ts';
import type { SessionApi } from './session-api.ts';
import { SignIn } from './sign-in.ts';
import type { SignInApi } from './sign-in-api.ts';
import { whoText } from './who-text.ts';

/** All that the panel needs from outside of itself. */
export interface PanelNeeds {
  readonly page: PanelPage;
  readonly signInApi: SignInApi;
  readonly sessionApi: SessionApi;
  readonly keptOf: KeptOf;
  readonly channel: PanelChannel;
  readonly openHost: () => Promise<HostBridge>;
}

/**
 * `<handrail-panel>`: stands beside the case. Signs the agent in, starts a session on the case that is open, and follows it.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class Panel extends LitElement {
  static override readonly properties = { needs: { attribute: false } };
  declare needs: PanelNeeds | null;
  #signIn: SignIn | null = null;
  #sessions: CaseSessions | null = null;
  #kept: KeptNeeds | null = null;
  #open: OpenCase = { name: 'looking' };
  /** Done once the console has signed that the case is open that is open. */
  #named: Promise<void> = Promise.resolve();

  static override readonly styles = [tokens, base, button, card, panelStyles];

  constructor() {
    super();
    this.needs = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('needs') && this.needs) this.#begin(this.needs);
    this.#showCase();
  }

  override render(): TemplateResult | typeof nothing {
    const { needs } = this;
    const signIn = this.#signIn;
    if (!needs || !signIn) return nothing;
    const agent = signIn.state.name === 'signed-in' ? signIn.state.agent : null;
    return html`<div class="all">
      <header>
        <h1>${brandMark('1.25rem')} Handrail</h1>
        ${agent ? this.#who(agent, needs, signIn) : nothing}
      </header>
      <main>
        ${agent ? this.#signedIn(agent, needs, signIn) : signedOut(needs.page.crm, signIn)}
      </main>
    </div>`;
  }

  #begin({ page, signInApi, sessionApi, channel, openHost }: PanelNeeds): void {
    const identity = hostIdentity({ page, openHost: page.crm.kind === 'zendesk' ? null : openHost });
    const signIn = new SignIn(this, { api: signInApi, channel, identity });
    this.#signIn = signIn;
    this.#sessions = new CaseSessions(this, {
      api: sessionApi,
      channel,
      invitations: new Invitations(channel),
      agentId: () => (signIn.state.name === 'signed-in' ? signIn.state.agent.id : null),
      call: async (work) => {
        await this.#named;
        return signIn.call(work);
      },
    });
    void this.#findCase(openHost);
  }

  async #findCase(openHost: PanelNeeds['openHost']): Promise<void> {
    this.#open = { name: 'looking' };
    this.requestUpdate();
    await openCase(openHost, (open) => {
      const before = topicOf(this.#open, 'jwt');
      this.#open = open;
      this.#nameAgain(before);
      this.requestUpdate();
      if (open.name === 'open' || open.name === 'none') this.#tellHeight(open.host);
    });
  }

  #showCase(): void {
    const state = this.#signIn?.state;
    const allowed = state?.name === 'signed-in' && !state.agent.missingRole && !mustConnect(state.agent);
    if (allowed) this.#sessions?.show(this.#topic());
    else this.#sessions?.clear();
  }

  #topic(): Topic | null {
    return this.needs && topicOf(this.#open, this.needs.page.crm.kind);
  }

  /** Where no CRM can be asked, a session can be on nothing but what the console has signed to be open. */
  #nameAgain(before: Topic | null): void {
    const isOther = before !== null && before.caseId !== this.#topic()?.caseId;
    if (isOther && this.needs?.page.crm.kind === 'jwt')
      this.#named = this.#signIn?.renew() ?? Promise.resolve();
  }

  #who(agent: AgentView, needs: PanelNeeds, signIn: SignIn): TemplateResult {
    return html`<div class="who">
      <span>${whoText(agent, needs.page.crm.kind)}</span>
      ${
        mayAdminister(agent)
          ? html`<handrail-admin-link .address=${adminAddress(needs, signIn)}></handrail-admin-link>`
          : nothing
      }
      <button class="quiet" type="button" @click=${() => signIn.end()}>${msg('Sign out')}</button>
    </div>`;
  }

  #signedIn(agent: AgentView, needs: PanelNeeds, signIn: SignIn): TemplateResult | typeof nothing {
    const { kind } = needs.page.crm;
    if (kind !== 'jwt' && mustConnect(agent)) return connecting(agent, kind, signIn);
    if (agent.missingRole) return missingRoleCard(agent, signIn);
    const open = this.#open;
    switch (open.name) {
      case 'looking':
        return html`<handrail-spinner>${msg('Looking which case is open…')}</handrail-spinner>`;
      case 'failed':
        return html`<handrail-notice role="alert" tone="error">
          <p>${msg('The page around this panel doesn’t answer.')}</p>
          <div class="actions">
            <button type="button" @click=${() => this.#findCase(needs.openHost)}>${msg('Try again')}</button>
          </div>
        </handrail-notice>`;
      case 'none':
        if (kind === 'jwt') return this.#case(open.host, agent);
        return html`<section class="card">
          <p>${msg('Open a case to start a session on it.')}</p>
        </section>`;
      case 'open':
        return this.#case(open.host, agent);
    }
  }

  #case(host: HostBridge, agent: AgentView): TemplateResult | typeof nothing {
    const session = this.#sessions?.current;
    const left = this.#sessions?.left;
    if (!session) return nothing;
    return html`${left?.state.name === 'running' ? leftSession(left, left.state.session) : nothing}
      <handrail-session-card
        .state=${session.state}
        .session=${session}
        .host=${host}
      ></handrail-session-card>
      ${this.#keptOnCase(agent, session.state.name)}`;
  }

  /** For whoever may open some of it. */
  #keptOnCase({ permissions }: AgentView, moment: string): TemplateResult | typeof nothing {
    const open = this.#open;
    const signIn = this.#signIn;
    const mayPlay = permissions.includes('recordings.view');
    if (open.name !== 'open' || !signIn || !(mayPlay || permissions.includes('sessions.files')))
      return nothing;
    if (this.#kept?.mayPlay !== mayPlay) this.#kept = this.needs?.keptOf(signIn, mayPlay) ?? null;
    return html`<handrail-kept-list
      .of=${open.caseId}
      .needs=${this.#kept}
      .moment=${moment}
    ></handrail-kept-list>`;
  }

  #tellHeight({ resize }: HostBridge): void {
    const all = this.renderRoot.querySelector('.all');
    if (resize && all)
      new ResizeObserver(() => resize(Math.ceil(all.getBoundingClientRect().height))).observe(all);
  }
}

const signedOut = (crm: PanelPage['crm'], signIn: SignIn): TemplateResult =>
  crm.kind === 'jwt'
    ? consoleSignIn({ consoleName: crm.consoleName, state: signIn.state })
    : html`<handrail-sign-in-card
        .crm=${crm.kind}
        .state=${signIn.state}
        .signIn=${signIn}
      ></handrail-sign-in-card>`;

const connecting = (agent: AgentView, crm: 'zendesk' | 'salesforce', signIn: SignIn): TemplateResult => {
  const { state } = signIn;
  const refusal = state.name === 'signed-in' ? state.refusal : null;
  return connect({ agent, crm, refusal, begin: () => void signIn.begin() });
};

/** Where there is no CRM, two people can meet without a case. */
const topicOf = (open: OpenCase, kind: PanelPage['crm']['kind']): Topic | null => {
  if (open.name === 'open') return open;
  return open.name === 'none' && kind === 'jwt' ? { caseId: null } : null;
};
