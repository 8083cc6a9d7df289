import { msg } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import type { PanelPage } from '../../../protocol/page-config.ts';
import type { ZendeskLocation } from '../../../protocol/zendesk-location.ts';
import { base } from '../../elements/base.styles.ts';
import { brandMark } from '../../elements/brand-mark.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { tokens } from '../../elements/tokens.styles.ts';
import type { Customer, ZendeskDesk } from '../../host/zendesk-desk.ts';
import { hostIdentity } from '../panel/host-identity.ts';
import { missingRoleCard } from '../panel/missing-role-card.ts';
import { panelStyles } from '../panel/panel.styles.ts';
import type { PanelChannel } from '../panel/panel-channel.ts';
import type { SessionApi } from '../panel/session-api.ts';
import { SignIn } from '../panel/sign-in.ts';
import type { SignInApi } from '../panel/sign-in-api.ts';
import { announce } from './announce.ts';
import type { CustomerSessions } from './customer-sessions.ts';
import { isCaseShown } from './is-case-shown.ts';
import { LiveSessions } from './live-sessions.ts';

/** All that a place needs from outside of itself. */
export interface PlaceNeeds {
  readonly page: PanelPage;
  readonly location: Exclude<ZendeskLocation, 'ticket_sidebar'>;
  readonly signInApi: SignInApi;
  readonly sessionApi: SessionApi;
  readonly channel: PanelChannel;
  readonly openDesk: () => Promise<ZendeskDesk>;
}

type Desk = { readonly name: 'opening' | 'failed' } | { readonly name: 'open'; readonly desk: ZendeskDesk };

/**
 * `<handrail-place>`: Handrail in the help desk's other places: beside a customer or a new ticket, in the top bar, and in the background,
 * where it shows nothing and tells who has joined.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class Place extends LitElement {
  static override readonly properties = {
    needs: { attribute: false },
    desk: { state: true },
    customer: { state: true },
    shown: { state: true },
  };
  declare needs: PlaceNeeds | null;
  declare private desk: Desk;
  declare private customer: Customer | null;
  /** False while the top bar's pane is closed: nobody would see what is looked for. */
  declare private shown: boolean;
  #signIn: SignIn | null = null;
  #live: LiveSessions | null = null;

  static override readonly styles = [tokens, base, button, card, panelStyles];

  constructor() {
    super();
    this.needs = null;
    this.desk = { name: 'opening' };
    this.customer = null;
    this.shown = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#live?.follow(null);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('needs') && this.needs) this.#begin(this.needs);
    const follows = this.needs?.location === 'top_bar' || this.needs?.location === 'background';
    const agent = follows && this.shown && this.desk.name === 'open' ? this.#agent() : null;
    this.#live?.follow(agent?.id ?? null);
  }

  override render(): TemplateResult | typeof nothing {
    const { needs } = this;
    const signIn = this.#signIn;
    if (!needs || !signIn || needs.location === 'background') return nothing;
    const agent = signIn.state.name === 'signed-in' ? signIn.state.agent : null;
    return html`<div class="all">
      <header>
        <h1>${brandMark('1.25rem')} Handrail</h1>
        ${agent ? html`<div class="who"><span>${agent.name}</span></div>` : nothing}
      </header>
      <main>
        ${
          agent
            ? this.#signedIn(agent, needs, signIn)
            : html`<handrail-sign-in-card
                .crm=${needs.page.crm.kind}
                .state=${signIn.state}
                .signIn=${signIn}
              ></handrail-sign-in-card>`
        }
      </main>
    </div>`;
  }

  #begin(needs: PlaceNeeds): void {
    const { channel, page, signInApi } = needs;
    const identity = hostIdentity({ page, openHost: null });
    const signIn = new SignIn(this, { api: signInApi, channel, identity });
    this.#signIn = signIn;
    this.#live = new LiveSessions(this, {
      look: () => signIn.call((bearer) => needs.sessionApi.live(bearer)),
      changed: (before, now) => {
        const { desk } = this;
        const agentId = this.#agent()?.id ?? '';
        if (needs.location !== 'background' || desk.name !== 'open') return;
        const isShown = (caseId: string) => isCaseShown(needs.channel, caseId);
        const announced = { before, now, agentId, isCaseShown: isShown };
        void announce(desk.desk, announced).catch(this.#deskFailed);
      },
    });
    needs.channel.listen(({ type }) => {
      if (type === 'sessions.changed') void this.#customerSessions()?.look();
    });
    void this.#open(needs);
  }

  async #open({ openDesk }: PlaceNeeds): Promise<void> {
    this.desk = { name: 'opening' };
    try {
      const desk = await openDesk();
      this.desk = { name: 'open', desk };
      this.shown = desk.isShown();
      desk.onShownChanged((shown) => {
        this.shown = shown;
      });
      const look = async () => {
        this.customer = await desk.customer();
        void this.#customerSessions()?.look();
      };
      if (this.needs?.location.endsWith('_sidebar')) {
        desk.onCustomerChanged(() => void look());
        await look();
      }
      this.#tellHeight(desk);
    } catch {
      // Whatever the help desk's own script throws means the same to the agent: there is nothing to be had from it.
      this.#deskFailed();
    }
  }

  #signedIn(agent: AgentView, needs: PlaceNeeds, signIn: SignIn): TemplateResult {
    if (agent.missingRole) return missingRoleCard(agent, signIn);
    if (this.desk.name !== 'open') return this.#notOpen(this.desk.name, needs);
    const { desk } = this.desk;
    const open = (caseId: string): void => void desk.openTicket(caseId).catch(this.#deskFailed);
    if (needs.location === 'top_bar') {
      return html`<handrail-live-list
        .sessions=${this.#live?.sessions ?? null}
        .refusal=${this.#live?.refusal ?? null}
        .agentId=${agent.id}
        .open=${open}
      ></handrail-live-list>`;
    }
    return html`<handrail-customer-sessions
      .customer=${this.customer}
      .isNewTicket=${needs.location === 'new_ticket_sidebar'}
      .load=${(id: string) => signIn.call((bearer) => needs.sessionApi.ofRequester(bearer, id))}
      .agentId=${agent.id}
      .open=${open}
    ></handrail-customer-sessions>`;
  }

  #notOpen(name: 'opening' | 'failed', needs: PlaceNeeds): TemplateResult {
    if (name === 'opening') return html`<handrail-spinner>${msg('One moment…')}</handrail-spinner>`;
    return html`<handrail-notice role="alert" tone="error">
      <p>${msg('The page around this panel doesn’t answer.')}</p>
      <div class="actions">
        <button type="button" @click=${() => this.#open(needs)}>${msg('Try again')}</button>
      </div>
    </handrail-notice>`;
  }

  #agent(): AgentView | null {
    const state = this.#signIn?.state;
    return state?.name === 'signed-in' && !state.agent.missingRole ? state.agent : null;
  }

  #customerSessions(): CustomerSessions | null {
    return this.renderRoot.querySelector<CustomerSessions>('handrail-customer-sessions');
  }

  readonly #deskFailed = (): void => {
    this.desk = { name: 'failed' };
  };

  #tellHeight({ resize }: ZendeskDesk): void {
    const all = this.renderRoot.querySelector('.all');
    if (resize && all)
      new ResizeObserver(() => resize(Math.ceil(all.getBoundingClientRect().height))).observe(all);
  }
}
