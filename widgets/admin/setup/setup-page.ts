import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { type Check, SetupChecks } from '../../../protocol/http/setup-checks.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { Acting } from '../acting.ts';
import type { AdminContext } from '../admin-context.ts';
import { Loaded } from '../loaded.ts';
import { exactText } from '../moment.ts';
import { checkText, checkTitle } from './check-text.ts';
import { startTest, type TestAddresses } from './start-test.ts';
import { webTeamText } from './web-team-text.ts';

const tones = { pass: 'success', fail: 'error', unknown: 'warning' } as const;

/**
 * `<handrail-setup-page>`: what is still to be done before agents can help customers, and a way to try it all out.
 *
 * @prop context - Who looks, and how the server is asked.
 */
export class SetupPage extends LitElement {
  static override readonly properties = {
    context: { attribute: false },
    test: { state: true },
  };
  declare context: AdminContext;
  declare private test: TestAddresses | null;

  readonly #checks = new Loaded(this, () => this.context.api.get('/api/setup/checks', SetupChecks));

  readonly #acting = new Acting(this);

  static override readonly styles = [
    base,
    button,
    card,
    css`
      :host,
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--hr-space-4);
      }

      ul {
        gap: var(--hr-space-3);
        padding: 0;
        list-style: none;
      }

      pre {
        margin: 0;
        padding: var(--hr-space-3);
        overflow-x: auto;
        border-radius: var(--hr-radius);
        background: var(--hr-sunken);
        font-family: var(--hr-font-mono);
        font-size: var(--hr-text-small);
        white-space: pre-wrap;
      }
    `,
  ];

  constructor() {
    super();
    this.test = null;
  }

  override render(): TemplateResult {
    return this.#checks.render((value) => this.#shown(value));
  }

  #shown(value: SetupChecks): TemplateResult {
    return html`<section class="card" aria-labelledby="checks">
        <h2 id="checks">${msg('What is to be done')}</h2>
        ${
          value.at === null
            ? html`<p>${msg('Nobody has looked yet.')}</p>`
            : html`<ul>
                ${value.checks.map((check) => this.#check(check))}
              </ul>`
        }
        ${this.#acting.render()}
        <div class="actions">
          <button class="primary" type="button" ?disabled=${this.#acting.busy} @click=${this.#again}>
            ${this.#acting.busy ? msg('Looking…') : msg('Test again')}
          </button>
        </div>
        <p class="muted small" role="status">
          ${value.at === null ? nothing : msg(str`Looked at ${exactText(value.at)}`)}
        </p>
      </section>
      <handrail-app-key .context=${this.context} @pinned=${this.#again}></handrail-app-key>
      ${this.#webTeam(value)} ${this.#tryOut()}`;
  }

  #check(check: Check): TemplateResult {
    return html`<li>
      <handrail-notice tone=${tones[check.state]}>
        <h3>${stateText(check)} ${checkTitle(check.name)}${check.site ? html` (${check.site})` : nothing}</h3>
        <p>${checkText(check)}</p>
      </handrail-notice>
    </li>`;
  }

  #webTeam(value: SetupChecks): TemplateResult {
    const text = webTeamText(value);
    const subject = encodeURIComponent(msg('Handrail on our website'));
    return html`<section class="card" aria-labelledby="web-team">
      <h2 id="web-team">${msg('For the web team')}</h2>
      <pre tabindex="0">${text}</pre>
      <div class="actions">
        <a href="mailto:?subject=${subject}&body=${encodeURIComponent(text)}">${msg('Send this to the web team')}</a>
      </div>
    </section>`;
  }

  #tryOut(): TemplateResult {
    return html`<section class="card" aria-labelledby="try">
      <h2 id="try">${msg('Try it before any customer does')}</h2>
      <p>
        ${msg('A real session in which you are both: the customer in one window, the agent in the other. Nothing of it is written on a case.')}
      </p>
      ${
        this.test
          ? html`<ol>
              <li>
                <a href=${this.test.live} target="_blank" rel="noreferrer">${msg('Open the live view, as the agent')}</a>
              </li>
              <li>
                <a href=${this.test.join} target="_blank" rel="noreferrer">${msg('Open the join page, as the customer')}</a>
              </li>
            </ol>`
          : nothing
      }
      <div class="actions">
        <button type="button" ?disabled=${this.#acting.busy} @click=${this.#startTest}>
          ${msg('Start a test session with myself')}
        </button>
      </div>
    </section>`;
  }

  readonly #again = (): Promise<void> =>
    this.#acting.act(async () => {
      this.#checks.take(await this.context.api.post('/api/setup/checks', {}, SetupChecks));
    });

  readonly #startTest = async (): Promise<void> => {
    // While the click still counts; the address comes later.
    const view = window.open('about:blank', '_blank');
    await this.#acting.act(async () => {
      this.test = await startTest(this.context.api);
    });
    if (!view) return;
    if (!this.test) return view.close();
    view.opener = null;
    view.location.replace(this.test.join);
  };
}

const stateText = ({ state }: Check): string => {
  switch (state) {
    case 'pass':
      return msg('Passed:');
    case 'fail':
      return msg('To do:');
    case 'unknown':
      return msg('Not known:');
  }
};
