import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import * as v from 'valibot';
import type { ArtifactView, DeletionReason } from '../../../protocol/http/artifacts.ts';
import { ProblemCode } from '../../../protocol/problem.ts';
import { canBeDownloaded, kindText, stateText } from '../../agent/kept/kept-text.ts';
import { clockText } from '../../agent/playback/clock-text.ts';
import { problemText } from '../../agent/problem-text.ts';
import { sizeText } from '../../agent/size-text.ts';
import { exactText } from '../moment.ts';

interface TableNeeds {
  readonly artifacts: readonly ArtifactView[];
  readonly mayPlay: boolean;
  readonly mayDelete: boolean;
  readonly mayRetry: boolean;
  readonly busy: boolean;
  readonly download: (artifact: ArtifactView) => void;
  readonly remove: (artifact: ArtifactView) => void;
  readonly retry: (artifact: ArtifactView) => void;
}

/**
 * What is kept, a row each; of what was deleted, that it was. Where there is no room for a table, each row is a card; the roles are said because some browsers
 * forget them with another `display`.
 */
export const recordingsTable = (needs: TableNeeds): TemplateResult => html`<div
  class="scroll"
  role="region"
  aria-label=${msg('Recordings and files')}
  tabindex="0"
>
  <table role="table">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${msg('When')}</th>
        <th role="columnheader" scope="col">${msg('Case')}</th>
        <th role="columnheader" scope="col">${msg('What')}</th>
        <th role="columnheader" scope="col">${msg('Size')}</th>
        <th role="columnheader" scope="col">${msg('Where, and until when')}</th>
        <th role="columnheader" scope="col">${msg('State')}</th>
        <td role="cell"></td>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(
        needs.artifacts,
        ({ id }) => id,
        (artifact) => row(artifact, needs),
      )}
    </tbody>
  </table>
</div>`;

const row = (artifact: ArtifactView, needs: TableNeeds): TemplateResult => {
  const { createdAt, caseNumber, kind, name, bytes, durationMs, target, expiresAt, deleted } = artifact;
  return html`<tr role="row" class=${deleted ? 'deleted' : ''}>
    <td role="cell" data-label=${msg('When')}>${exactText(createdAt)}</td>
    <td role="cell" data-label=${msg('Case')} class="tight">${caseNumber ?? msg('none')}</td>
    <td role="cell" data-label=${msg('What')}>
      ${kindText(kind)}${durationMs === null ? nothing : html` <span dir="ltr">${clockText(durationMs)}</span>`}
      ${kind === 'recording' || name === null ? nothing : html`<div class="name" dir="auto">${name}</div>`}
    </td>
    <td role="cell" data-label=${msg('Size')} class="tight">${sizeText(bytes)}</td>
    ${
      deleted
        ? html`<td role="cell"></td>`
        : html`<td role="cell" data-label=${msg('Where, and until when')}>
            ${targetText(target)}<br /><span class="small muted">${untilText(expiresAt)}</span>
          </td>`
    }
    <td role="cell" data-label=${msg('State')}>
      ${state(artifact)}${artifact.state === 'failed' && needs.mayRetry ? retryButton(artifact, needs) : nothing}
    </td>
    <td role="cell">${deleted ? nothing : actions(artifact, needs)}</td>
  </tr>`;
};

const state = ({ state, problem, deleted, sha256 }: ArtifactView): TemplateResult => {
  if (deleted) {
    return html`${stateText(state)}
      <div class="small muted">
        ${exactText(deleted.at)}: ${reasonText(deleted.reason)}<br />
        SHA-256 <code dir="ltr" title=${sha256}>${sha256.slice(0, 16)}…</code>
      </div>`;
  }
  return html`${stateText(state)}${problem === null ? nothing : html`<div class="small problem">${whyNot(problem)}</div>`}`;
};

/** The server says a code; what it doesn't say in one is shown as it is. */
const whyNot = (problem: string): string => {
  const code = v.safeParse(ProblemCode, problem);
  return code.success ? problemText({ code: code.output, role: null }) : problem;
};

const retryButton = (artifact: ArtifactView, { busy, retry }: TableNeeds): TemplateResult => html`<button
  class="quiet"
  type="button"
  ?disabled=${busy}
  aria-label=${msg(str`Try again to move what was kept on ${exactText(artifact.createdAt)}`)}
  @click=${() => retry(artifact)}
>
  ${msg('Try again')}
</button>`;

const actions = (artifact: ArtifactView, needs: TableNeeds): TemplateResult => {
  const when = exactText(artifact.createdAt);
  return html`<div class="actions">
    ${
      artifact.kind === 'recording' && needs.mayPlay
        ? html`<a
            href="/recordings/${artifact.id}"
            target="_blank"
            rel="noopener"
            aria-label=${msg(str`Play the recording of ${when}`)}
            >${msg('Play')}</a
          >`
        : nothing
    }
    ${
      canBeDownloaded(artifact) && needs.mayPlay
        ? html`<button
            class="quiet"
            type="button"
            ?disabled=${needs.busy}
            aria-label=${msg(str`Download what was kept on ${when}`)}
            @click=${() => needs.download(artifact)}
          >
            ${msg('Download')}
          </button>`
        : nothing
    }
    ${
      needs.mayDelete
        ? html`<button
            class="quiet danger"
            type="button"
            ?disabled=${needs.busy}
            aria-label=${msg(str`Delete what was kept on ${when}…`)}
            @click=${() => needs.remove(artifact)}
          >
            ${msg('Delete…')}
          </button>`
        : nothing
    }
  </div>`;
};

const untilText = (at: number): string => {
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' }).format(at);
  return msg(str`until ${day}`);
};

const targetText = (target: string): string => {
  if (target === 'disk') return msg('Handrail’s own disk');
  return target === 'crm' ? msg('On the case') : target;
};

const reasonText = (reason: DeletionReason): string => {
  switch (reason) {
    case 'retention':
      return msg('its time was over');
    case 'by_hand':
      return msg('it was not needed any more');
    case 'visitor':
      return msg('the customer asked for it');
    case 'tenant_removed':
      return msg('the organization was removed');
  }
};
