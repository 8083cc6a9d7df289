import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { SketchTool } from './sketch.ts';

/** What the pointer draws with. */
export interface SketchPen {
  readonly tool: SketchTool;
  readonly color: string;
}

interface PictureToolsNeeds {
  readonly pen: SketchPen;
  readonly canUndo: boolean;
  choose(pen: SketchPen): void;
  undo(): void;
}

/** The first is the agent's own on the live page. */
export const penColors = ['#d6006c', '#0b57d0', '#1a6637', '#000000'] as const;

/** Tools and colors to draw on a screenshot with. */
export const pictureTools = ({ pen, canUndo, choose, undo }: PictureToolsNeeds): TemplateResult => {
  const tools: readonly (readonly [SketchTool, string])[] = [
    ['pen', msg('Pen')],
    ['arrow', msg('Arrow')],
    ['box', msg('Box')],
  ];
  const names = [msg('Pink'), msg('Blue'), msg('Green'), msg('Black')];
  return html`<div class="row" role="group" aria-label=${msg('Draw on the screenshot')}>
    ${tools.map(
      ([tool, label]) =>
        html`<button type="button" aria-pressed=${pen.tool === tool} @click=${() => choose({ ...pen, tool })}>
          ${label}
        </button>`,
    )}
    ${penColors.map(
      (color, index) =>
        html`<button
          type="button"
          class=${`color c${index}`}
          aria-label=${names[index] ?? color}
          aria-pressed=${pen.color === color}
          @click=${() => choose({ ...pen, color })}
        >
          <span></span>
        </button>`,
    )}
    <button type="button" ?disabled=${!canUndo} @click=${undo}>${msg('Undo')}</button>
  </div>`;
};
