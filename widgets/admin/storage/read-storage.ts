import * as v from 'valibot';
import { EditableStorage } from '../../../protocol/http/storage-settings.ts';
import type { ArtifactKind } from '../../../protocol/storage-policy.ts';
import { linesOf, textOf } from '../connection/form-text.ts';
import { bytesOf } from './kind-fields.ts';

/** What the form says, or which of the settings are not as they should be. */
export type StorageReading =
  | { readonly storage: EditableStorage }
  | { readonly wrong: ReadonlySet<keyof EditableStorage> };

/** `rows` are the elements of the targets' rows, in order: kinds have different fields. */
export const readStorage = (
  before: EditableStorage,
  form: FormData,
  rows: readonly Element[],
): StorageReading => {
  const read = v.safeParse(EditableStorage, {
    ...before,
    targets: rows.map(targetOf),
    region: textOf(form, 'boundRegion') || null,
    crmRegion: textOf(form, 'crmRegion') || null,
    recording: kindOf(before, form, 'recording'),
    screenshot: kindOf(before, form, 'screenshot'),
    transfer: kindOf(before, form, 'transfer'),
    publicKey: textOf(form, 'publicKey') || null,
    blockedTypes: linesOf(form, 'blockedTypes').map((line) => line.toLowerCase().replace(/^\./, '')),
    keepTransfers: textOf(form, 'keepTransfers') === 'yes',
  });
  return read.success ? { storage: read.output } : { wrong: wrongOf(read.issues) };
};

const kindOf = (before: EditableStorage, form: FormData, kind: ArtifactKind): unknown => {
  const tooLarge = textOf(form, `${kind}-too-large`);
  const target = textOf(form, `${kind}-target`);
  return {
    target,
    retentionDays: Number(textOf(form, `${kind}-days`) || Number.NaN),
    sealing: textOf(form, `${kind}-sealing`),
    maxBytes: bytesOf(before[kind].maxBytes, textOf(form, `${kind}-megabytes`)),
    // It means something for the case alone.
    onTooLarge: target !== 'crm' || tooLarge === '' || tooLarge === 'fail' ? 'fail' : { target: tooLarge },
  };
};

const targetOf = (row: Element): unknown => {
  const typed = (name: string): string => {
    const field = row.querySelector(`[name="${name}"]`);
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    return isField ? field.value.trim() : '';
  };
  const common = { id: typed('targetId'), region: typed('region'), prefix: typed('prefix') };
  if (typed('targetKind') === 'azure') {
    return {
      kind: 'azure',
      ...common,
      container: typed('container'),
      credentials: azureWay(typed),
    };
  }
  const encryption = typed('encryption');
  const accessKeyId = typed('accessKeyId');
  return {
    kind: 's3',
    ...common,
    bucket: typed('bucket'),
    endpoint: typed('endpoint') || null,
    pathStyle: typed('pathStyle') === 'yes',
    encryption:
      encryption === 'sse_kms' ? { type: encryption, keyId: typed('kmsKeyId') } : { type: encryption },
    credentials: accessKeyId
      ? { type: 'key', accessKeyId, secretAccessKey: typed('secretAccessKey') || null }
      : { type: 'role' },
  };
};

const azureWay = (typed: (name: string) => string): unknown => {
  const type = typed('azureWay');
  const secret = typed('azureSecret') || null;
  if (type === 'managed_identity') return { type, account: typed('account') };
  return type === 'sas' ? { type, url: secret } : { type, connectionString: secret };
};

const wrongOf = (
  issues: readonly v.InferIssue<typeof EditableStorage>[],
): ReadonlySet<keyof EditableStorage> => {
  const keys = v.keyof(EditableStorage);
  const named = issues.map(({ path }) => v.safeParse(keys, path?.[0]?.key));
  return new Set(named.flatMap((read) => (read.success ? [read.output] : [])));
};
