import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { FileRefusal } from '../../../protocol/file-transfer.ts';
import type { FileDesk } from '../../transfer/file-desk.ts';
import type { FileView } from '../../transfer/file-way.ts';
import { saveBlob } from '../screenshot/save-blob.ts';
import { sizeText } from '../size-text.ts';
import { fileStateText, percentText } from './file-text.ts';

/** One file: what it is, how far it has come, and what can be done about it. */
export const fileCard = (view: FileView, desk: FileDesk): TemplateResult => {
  const { name, bytes, state } = view;
  const done = state.name === 'moving' || state.name === 'preparing' ? state.done : null;
  return html`<li class="file">
    <span class="name"><bdi>${name}</bdi></span>
    <span>${sizeText(bytes)}</span>
    <span role="status">${fileStateText(view)}</span>
    ${
      done === null
        ? nothing
        : html`<div class="progress">
            <progress aria-label=${msg(str`Progress of ${name}`)} max=${bytes} .value=${done}></progress>
            <span aria-hidden="true">${percentText(done, bytes)}</span>
          </div>`
    }
    ${hashes(view)}
    <div class="row">${actions(view, desk)}</div>
  </li>`;
};

const hashes = ({ sha256, receivedSha256 }: FileView): TemplateResult | typeof nothing => {
  if (sha256 === null) return nothing;
  return html`<details>
    <summary>SHA-256: ${sha256.slice(0, 8)}…${receivedSha256 === sha256 ? ` ${msg('(the same on both sides)')}` : nothing}</summary>
    <p>${msg('Sent:')} <code>${sha256}</code></p>
    ${receivedSha256 === null ? nothing : html`<p>${msg('Received:')} <code>${receivedSha256}</code></p>`}
  </details>`;
};

const actions = (view: FileView, desk: FileDesk): readonly TemplateResult[] => {
  const { id, name, direction, state } = view;
  const way = desk.wayOf(id);
  const button = (label: string, what: string, press: () => void, look = '') =>
    html`<button type="button" class=${look} aria-label=${what} @click=${press}>${label}</button>`;
  const cancel = button(msg('Cancel'), msg(str`Cancel: ${name}`), () => way?.cancel(id));
  switch (state.name) {
    case 'asked':
      return [
        button(msg('Accept'), msg(str`Accept: ${name}`), () => way?.accept(id), 'primary'),
        button(msg('Not now'), msg(str`Not now: ${name}`), () => way?.refuse(id)),
      ];
    case 'moving':
      return state.paused === 'here'
        ? [button(msg('Resume'), msg(str`Resume: ${name}`), () => way?.pause(id, false), 'primary'), cancel]
        : [button(msg('Pause'), msg(str`Pause: ${name}`), () => way?.pause(id, true)), cancel];
    case 'preparing':
    case 'offered':
    case 'checking':
      return [cancel];
    case 'done': {
      const dismiss = button(msg('Dismiss'), msg(str`Dismiss: ${name}`), () => desk.dismiss(id));
      if (direction === 'out') return [dismiss];
      return [button(msg('Save'), msg(str`Save: ${name}`), () => void save(view, desk), 'primary'), dismiss];
    }
    case 'ended': {
      const dismiss = button(msg('Dismiss'), msg(str`Dismiss: ${name}`), () => desk.dismiss(id));
      if (!mayHelp.has(state.because)) return [dismiss];
      const again =
        direction === 'out'
          ? button(msg('Send again'), msg(str`Send again: ${name}`), () => desk.again(id))
          : button(msg('Ask again'), msg(str`Ask again: ${name}`), () => desk.again(id));
      return [again, dismiss];
    }
  }
};

/** Where another try is more than the same again. */
const mayHelp: ReadonlySet<FileRefusal> = new Set([
  'left',
  'damaged',
  'no_room',
  'scan_unavailable',
  'server',
]);

const save = async ({ id, name }: FileView, desk: FileDesk): Promise<void> => {
  const content = await desk.take(id);
  // Whatever it is, it is saved and not opened.
  if (content) saveBlob(new Blob([content], { type: 'application/octet-stream' }), name);
};
