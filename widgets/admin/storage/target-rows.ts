import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { EditableTarget } from '../../../protocol/http/storage-settings.ts';
import { textField } from '../connection/text-field.ts';
import { rowList } from '../settings/row-list.ts';
import type { Row, Rows } from '../settings/rows.ts';
import { selectField } from './select-field.ts';

/** A row as it begins: an S3 or Azure target, or one that was just added and has only its kind. */
export type TargetRow = EditableTarget | { readonly kind: EditableTarget['kind']; readonly id: '' };

interface TargetRows {
  readonly rows: Rows<TargetRow>;
  readonly source: readonly TargetRow[];
  /** What is chosen in rows that were added, by their key. */
  readonly kindOf: (row: Row<TargetRow>) => EditableTarget['kind'];
  readonly onKind: (row: Row<TargetRow>, kind: EditableTarget['kind']) => void;
  /** A button that tries a saved target, and what came of it. */
  readonly check: (row: Row<TargetRow>) => TemplateResult;
}

/** The tenant's own targets. Fields of a kind have that kind in their names, so that a form is read row by row. */
export const targetRows = ({ rows, source, kindOf, onKind, check }: TargetRows): TemplateResult =>
  rowList({
    rows,
    source,
    legend: msg('Your own storage'),
    hint: msg(
      'Amazon S3 and what speaks its API, or Azure Blob Storage. Handrail’s own disk and the case are always there.',
    ),
    nameOf: (place) => msg(str`Storage ${place}`),
    add: msg('Add storage'),
    remove: msg('Remove storage'),
    fields: (row) => {
      const kind = kindOf(row);
      const id = row.value?.id ?? '';
      return html`${textField({
        id: `targetId-${row.key}`,
        name: 'targetId',
        label: msg('Name of the storage'),
        value: id,
        pattern: '[a-z0-9][a-z0-9\\-]{0,31}',
        hint: msg('Lower-case letters, digits and hyphens.'),
      })}
      ${selectField({
        id: `targetKind-${row.key}`,
        name: 'targetKind',
        label: msg('Kind of storage'),
        value: kind,
        options: [
          { value: 's3', label: msg('Amazon S3, or compatible') },
          { value: 'azure', label: 'Azure Blob Storage' },
        ],
        onChange: (value) => onKind(row, value === 'azure' ? 'azure' : 's3'),
      })}
      ${kind === 's3' ? s3Fields(row) : azureFields(row)} ${check(row)}`;
    },
  });

type Of<Kind extends EditableTarget['kind']> = EditableTarget & { readonly kind: Kind };

const savedAs = <Kind extends EditableTarget['kind']>(
  { value }: Row<TargetRow>,
  kind: Kind,
): Of<Kind> | null => (value && 'credentials' in value && value.kind === kind ? (value as Of<Kind>) : null);

const s3Fields = (row: Row<TargetRow>): TemplateResult => {
  const { key } = row;
  const saved = savedAs(row, 's3');
  const encryption = saved?.encryption ?? { type: 'bucket' as const };
  const credentials = saved?.credentials ?? { type: 'key' as const, accessKeyId: '' };
  return html`${textField({ id: `bucket-${key}`, name: 'bucket', label: 'Bucket', value: saved?.bucket ?? '' })}
  ${textField({
    id: `region-${key}`,
    name: 'region',
    label: msg('Region of the storage'),
    value: saved?.region ?? '',
    placeholder: 'eu-central-1',
  })}
  ${prefixField(key, saved?.prefix)}
  ${textField({
    id: `endpoint-${key}`,
    name: 'endpoint',
    label: msg('Address, if it isn’t Amazon’s'),
    type: 'url',
    value: saved?.endpoint ?? '',
    optional: true,
  })}
  ${selectField({
    id: `pathStyle-${key}`,
    name: 'pathStyle',
    label: msg('How buckets are addressed'),
    value: saved?.pathStyle ? 'yes' : 'no',
    options: [
      { value: 'no', label: msg('In the host’s name, as Amazon does') },
      { value: 'yes', label: msg('In the path') },
    ],
  })}
  ${selectField({
    id: `encryption-${key}`,
    name: 'encryption',
    label: msg('The bucket’s encryption'),
    value: encryption.type,
    options: [
      { value: 'bucket', label: msg('As the bucket is set up') },
      { value: 'sse_s3', label: 'SSE-S3' },
      { value: 'sse_kms', label: msg('SSE-KMS, with the key below') },
    ],
  })}
  ${textField({
    id: `kmsKeyId-${key}`,
    name: 'kmsKeyId',
    label: msg('KMS key, for SSE-KMS'),
    value: encryption.type === 'sse_kms' ? encryption.keyId : '',
    optional: true,
  })}
  ${textField({
    id: `accessKeyId-${key}`,
    name: 'accessKeyId',
    label: msg('Access key id'),
    value: credentials.type === 'key' ? credentials.accessKeyId : '',
    optional: true,
    hint: msg('Without one, Handrail uses the role of its machine, if its operator lets you.'),
  })}
  ${textField({
    id: `secretAccessKey-${key}`,
    name: 'secretAccessKey',
    label: msg('Secret access key'),
    type: 'password',
    optional: true,
    hint: saved?.credentials.type === 'key' ? kept() : '',
  })}`;
};

const azureFields = (row: Row<TargetRow>): TemplateResult => {
  const { key } = row;
  const saved = savedAs(row, 'azure');
  const credentials = saved?.credentials;
  return html`${textField({
    id: `container-${key}`,
    name: 'container',
    label: 'Container',
    value: saved?.container ?? '',
  })}
  ${textField({
    id: `region-${key}`,
    name: 'region',
    label: msg('Region of the storage'),
    value: saved?.region ?? '',
    placeholder: 'westeurope',
  })}
  ${prefixField(key, saved?.prefix)}
  ${selectField({
    id: `azureWay-${key}`,
    name: 'azureWay',
    label: msg('Way in'),
    value: credentials?.type ?? 'sas',
    options: [
      { value: 'sas', label: msg('Shared access signature (SAS)') },
      { value: 'connection_string', label: msg('Connection string') },
      { value: 'managed_identity', label: msg('Managed identity of this machine') },
    ],
  })}
  ${textField({
    id: `azureSecret-${key}`,
    name: 'azureSecret',
    label: msg('SAS address, or connection string'),
    type: 'password',
    optional: true,
    hint: credentials && credentials.type !== 'managed_identity' ? kept() : '',
  })}
  ${textField({
    id: `account-${key}`,
    name: 'account',
    label: msg('Storage account, for a managed identity'),
    value: credentials?.type === 'managed_identity' ? credentials.account : '',
    optional: true,
  })}`;
};

const prefixField = (key: number, value = ''): TemplateResult =>
  textField({
    id: `prefix-${key}`,
    name: 'prefix',
    label: msg('Folder'),
    value,
    optional: true,
    placeholder: 'handrail/',
  });

const kept = (): string => msg('Leave it empty to keep the one that is there.');
