import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { type ControlState, isControlOffered } from './live-room.ts';
import type { Tool } from './tool.ts';
import { toolIcons } from './tool-icons.ts';

interface ToolbarNeeds {
  readonly tool: Tool;
  readonly control: ControlState;
  /** There is a picture to do something on. */
  readonly active: boolean;
  /** False while the words have not been compared: control is not to be had before. */
  readonly verified: boolean;
  readonly actualSize: boolean;
  readonly choose: (tool: 'point' | 'draw') => void;
  readonly clear: () => void;
  readonly requestControl: () => void;
  readonly releaseControl: () => void;
  readonly resize: () => void;
  readonly end: () => void;
  /** What else there is to do, as elements of their own. */
  readonly more: TemplateResult;
}

/** What the agent can do on the customer's page. */
export const toolbar = (needs: ToolbarNeeds): TemplateResult => {
  const toggle = (tool: 'point' | 'draw', label: string) =>
    html`<button
      class="tool"
      type="button"
      title=${label}
      aria-pressed=${needs.tool === tool}
      ?disabled=${!needs.active}
      @click=${() => needs.choose(tool)}
    >
      ${toolIcons[tool]}<span>${label}</span>
    </button>`;
  const [clear, actualSize] = [msg('Clear drawings'), msg('Actual size')];
  return html`<div class="tools" role="group" aria-label=${msg('Tools')}>
    ${toggle('point', msg('Point'))} ${toggle('draw', msg('Draw'))}
    <button class="tool" type="button" title=${clear} ?disabled=${!needs.active} @click=${needs.clear}>
      ${toolIcons.clear}<span>${clear}</span>
    </button>
    <button
      class="tool"
      type="button"
      title=${actualSize}
      aria-pressed=${needs.actualSize}
      ?disabled=${!needs.active}
      @click=${needs.resize}
    >
      ${toolIcons.resize}<span>${actualSize}</span>
    </button>
    ${controlButton(needs)} ${needs.more}
    <button class="danger end" type="button" @click=${needs.end}>${msg('End session')}</button>
  </div>`;
};

const controlButton = ({
  control,
  active,
  verified,
  requestControl,
  releaseControl,
}: ToolbarNeeds): TemplateResult | typeof nothing => {
  if (!isControlOffered(control)) return nothing;
  if (control === 'granted') {
    return html`<button type="button" @click=${releaseControl}>${msg('Release control')}</button>`;
  }
  const disabled = !active || !verified || control === 'asked';
  return html`<button type="button" ?disabled=${disabled} @click=${requestControl}>
    ${msg('Request control')}
  </button>`;
};
