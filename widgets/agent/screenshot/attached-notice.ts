import { html, nothing, type TemplateResult } from 'lit';
import type { ScreenshotView } from '../../../protocol/http/screenshots.ts';
import { attachedText } from './screenshot-text.ts';

/** That it is kept, and where it is once it is there. */
export const attachedNotice = (view: ScreenshotView): TemplateResult => html`<handrail-notice
  tone=${view.state === 'failed' ? 'warning' : 'success'}
  role="status"
>
  <p>${attachedText(view)}</p>
  ${
    view.url === null
      ? nothing
      : html`<a href=${view.url} target="_blank" rel="noopener noreferrer">${view.name}</a>`
  }
</handrail-notice>`;
