import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { StorageView } from '../../../protocol/http/storage-settings.ts';
import type { ArtifactKind } from '../../../protocol/storage-policy.ts';
import { textField } from '../connection/text-field.ts';
import { selectField } from './select-field.ts';

const MiB = 1024 ** 2;

/** Megabytes, as short as they can be said. */
const megabytesOf = (bytes: number): string => String(Math.round((bytes / MiB) * 100) / 100);

export const bytesOf = (before: number, typed: string): number =>
  typed === megabytesOf(before) ? before : Math.round(Number(typed || Number.NaN) * MiB);

/** Where one kind of artifact goes, and for how long. Fields are named `<kind>-<what>`. */
export const kindFields = (kind: ArtifactKind, view: StorageView): TemplateResult => {
  const { storage, crm } = view;
  const policy = storage[kind];
  const places = placesOf(view);
  const isFile = kind !== 'recording';
  return html`<fieldset class="card">
    <legend>${titleOf(kind)}</legend>
    <p class="hint">${aboutOf(kind)}</p>
    <div class="row">
      ${selectField({
        id: `${kind}-target`,
        name: `${kind}-target`,
        label: msg('Kept in'),
        value: policy.target,
        options: places,
      })}
      ${textField({
        name: `${kind}-days`,
        label: msg('Days until it is deleted'),
        type: 'number',
        value: String(policy.retentionDays),
      })}
      ${textField({
        name: `${kind}-megabytes`,
        label: msg('Largest size in MB'),
        type: 'number',
        value: megabytesOf(policy.maxBytes),
        hint: msg('2048 at most.'),
      })}
      ${selectField({
        id: `${kind}-sealing`,
        name: `${kind}-sealing`,
        label: msg('Sealed under'),
        value: policy.sealing,
        options: [
          { value: 'handrail', label: msg('A key that this server keeps') },
          { value: 'tenant', label: msg('Your own key') },
        ],
        hint: isFile ? msg('On the case, files are as people open them.') : '',
      })}
      ${
        crm === 'jwt'
          ? nothing
          : selectField({
              id: `${kind}-too-large`,
              name: `${kind}-too-large`,
              label: msg('When it is too large for the case'),
              value: policy.onTooLarge === 'fail' ? 'fail' : policy.onTooLarge.target,
              options: [
                { value: 'fail', label: msg('It is not moved, and you are told') },
                ...places.filter(({ value }) => value !== 'crm'),
              ],
            })
      }
    </div>
  </fieldset>`;
};

interface Place {
  readonly value: string;
  readonly label: string;
}

const placesOf = ({ crm, storage }: StorageView): readonly Place[] => [
  { value: 'disk', label: msg('This server’s disk') },
  ...(crm === 'jwt' ? [] : [{ value: 'crm', label: msg('The case, as a file') }]),
  ...storage.targets.map(({ id }) => ({ value: id, label: id })),
];

export const titleOf = (kind: ArtifactKind): string => {
  switch (kind) {
    case 'recording':
      return msg('Recordings');
    case 'screenshot':
      return msg('Screenshots');
    case 'transfer':
      return msg('Files');
  }
};

const aboutOf = (kind: ArtifactKind): string => {
  switch (kind) {
    case 'recording':
      return msg(
        'What the agent saw, played back here by whoever may. Whether customers are recorded is decided under Settings.',
      );
    case 'screenshot':
      return msg('Pictures that agents take of the page as they see it, with what they drew.');
    case 'transfer':
      return msg('What agents and customers send each other.');
  }
};
