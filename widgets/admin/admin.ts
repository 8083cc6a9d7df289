import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AgentToken, AgentView } from '../../protocol/http/authentication.ts';
import type { AdminPage } from '../../protocol/page-config.ts';
import type { PanelChannel } from '../agent/panel/panel-channel.ts';
import { SignIn } from '../agent/panel/sign-in.ts';
import type { SignInApi } from '../agent/panel/sign-in-api.ts';
import { base } from '../elements/base.styles.ts';
import { brandMark } from '../elements/brand-mark.ts';
import { button } from '../elements/button.styles.ts';
import { card } from '../elements/card.styles.ts';
import { tokens } from '../elements/tokens.styles.ts';
import type { Api } from '../link/api.ts';
import type { ProofKey } from '../link/proof-key.ts';
import { adminStyles } from './admin.styles.ts';
import { createAdminApi } from './admin-api.ts';
import type { AdminContext } from './admin-context.ts';
import { HashRoute } from './hash-route.ts';
import { Network } from './network.ts';
import { type AdminAreaPage, adminAreaPages } from './pages.ts';

/** All that the admin pages need from outside of themselves. */
export interface AdminNeeds {
  readonly page: AdminPage;
  readonly api: Api;
  readonly signInApi: SignInApi;
  readonly channel: PanelChannel;
  /** Signs in with a code that the address held; null: it held none. */
  readonly redeem: ((key: ProofKey) => Promise<AgentToken>) | null;
}

/**
 * `<handrail-admin>`: where administrators decide who may do what. Signs them in and shows the pages that they may use.
 *
 * @prop needs - To be set once; nothing is shown before.
 */
export class Admin extends LitElement {
  static override readonly properties = { needs: { attribute: false } };
  declare needs: AdminNeeds | null;
  readonly #route = new HashRoute(this);
  readonly #network = new Network(this);
  #signIn: SignIn | null = null;
  #context: AdminContext | null = null;
  #shown: AdminAreaPage | null = null;

  static override readonly styles = [tokens, base, button, card, adminStyles];

  constructor() {
    super();
    this.needs = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('needs') && this.needs) this.#begin(this.needs);
    this.#follow();
  }

  override render(): TemplateResult | typeof nothing {
    const { needs } = this;
    const signIn = this.#signIn;
    if (!needs || !signIn) return nothing;
    const context = this.#context;
    return html`<div class="all ${context ? 'signed-in' : ''}">
      <header>
        <div class="brand">${brandMark('1.5rem')} <span>Handrail · ${needs.page.tenant.name}</span></div>
        ${context ? this.#who(context.agent, signIn) : nothing}
      </header>
      ${this.#network.isOnline ? nothing : this.#offline()}
      ${context ? this.#signedIn(context) : this.#wayIn(needs, signIn)}
    </div>`;
  }

  #begin({ signInApi, channel, redeem }: AdminNeeds): void {
    this.#signIn = new SignIn(this, { api: signInApi, channel });
    if (redeem) void this.#signIn.enter(redeem);
  }

  /** Keeps the context the same for the same person, so that pages don't load anew with every bearer. */
  #follow(): void {
    const { needs } = this;
    const signIn = this.#signIn;
    if (!needs || !signIn || signIn.state.name !== 'signed-in') {
      this.#context = null;
      return;
    }
    const { agent } = signIn.state;
    if (JSON.stringify(agent) === JSON.stringify(this.#context?.agent)) return;
    const api = createAdminApi(needs.api, (work) => signIn.call(work));
    this.#context = { page: needs.page, agent, api };
  }

  #who({ name }: AgentView, signIn: SignIn): TemplateResult {
    return html`<div class="who">
      <span>${name}</span>
      <button class="quiet" type="button" @click=${() => signIn.end()}>${msg('Sign out')}</button>
    </div>`;
  }

  #offline(): TemplateResult {
    return html`<handrail-notice class="wide" role="alert" tone="warning">
      ${msg('You are offline. What you see may be out of date, and nothing can be changed.')}
    </handrail-notice>`;
  }

  #wayIn({ page }: AdminNeeds, signIn: SignIn): TemplateResult {
    return html`<main class="way-in">
      <h1>${msg('Administration')}</h1>
      ${
        page.crm === 'jwt'
          ? html`<section class="card">
              <p>${msg('Open the admin pages from the Handrail panel in the console that you work with.')}</p>
            </section>`
          : html`<handrail-sign-in-card
              .crm=${page.crm}
              .state=${signIn.state}
              .signIn=${signIn}
              .heading=${msg('For administrators')}
            ></handrail-sign-in-card>`
      }
    </main>`;
  }

  #signedIn(context: AdminContext): TemplateResult {
    const allowed = adminAreaPages.filter(({ permission, alsoFor = [] }) =>
      [permission, ...alsoFor].some((one) => context.agent.permissions.includes(one)),
    );
    const [first] = allowed;
    if (!first) return this.#notAllowed(context);
    const route = this.#route.current;
    const page = route === null ? first : allowed.find((one) => one.route === route);
    this.#shown = page ?? null;
    return html`<nav aria-label=${msg('Admin')}>
        <ul>
          ${allowed.map(
            (one) =>
              html`<li>
                <a href="#/${one.route}" aria-current=${one === page ? 'page' : nothing}>${one.title()}</a>
              </li>`,
          )}
        </ul>
      </nav>
      <main>
        ${page ? html`<h1 tabindex="-1">${page.title()}</h1>${page.element(context)}` : this.#nothingHere()}
      </main>`;
  }

  override updated(): void {
    document.title = `${this.#shown?.title() ?? msg('Administration')} – Handrail`;
  }

  #nothingHere(): TemplateResult {
    return html`<h1>${msg('There is no such page')}</h1>
      <handrail-notice tone="info">
        ${msg('It doesn’t exist, or your role doesn’t show it to you. Choose another page.')}
      </handrail-notice>`;
  }

  #notAllowed({ agent }: AdminContext): TemplateResult {
    return html`<main class="way-in">
      <h1>${msg('For administrators')}</h1>
      <handrail-notice tone="info">
        ${msg(str`You are signed in as ${agent.name}, who has no role that may use these pages. Ask an administrator for it.`)}
      </handrail-notice>
    </main>`;
  }
}
