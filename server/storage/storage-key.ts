import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import { SessionId, TenantId } from '../../protocol/identifier.ts';
import { ArtifactKind } from '../../protocol/storage-policy.ts';

const KeyParts = v.strictObject({
  tenantId: TenantId,
  kind: ArtifactKind,
  sessionId: SessionId,
  artifactId: ArtifactId,
});
export type KeyParts = v.InferOutput<typeof KeyParts>;

const Key = v.pipe(
  v.string(),
  v.check((text) => isKey(text)),
);
const Prefix = v.pipe(
  v.string(),
  v.check((text) => isPrefix(text)),
);

/**
 * What an object is called: `<tenant>/<kind>/<session>/<artifact>`. Only parts of a form that holds neither dot nor slash go in, so that no key leads out
 * of its tenant's folder. @throws ValiError: a part that is none is a bug.
 */
export const storageKey = (parts: KeyParts): string => {
  const { tenantId, kind, sessionId, artifactId } = v.parse(KeyParts, parts);
  return `${tenantId}/${kind}/${sessionId}/${artifactId}`;
};

/** What all keys of a tenant, of one kind, or of one session begin with. */
export const storagePrefix = (
  tenantId: string,
  kind?: KeyParts['kind'],
  sessionId?: KeyParts['sessionId'],
): string =>
  checkPrefix(
    [tenantId, kind, sessionId]
      .filter((part) => part !== undefined)
      .join('/')
      .concat('/'),
  );

/** The key, if it is one: adapters look before they touch anything. @throws ValiError. */
export const checkKey = (key: string): string => v.parse(Key, key);

/** The prefix, if `storagePrefix` could have made it. @throws ValiError. */
export const checkPrefix = (prefix: string): string => v.parse(Prefix, prefix);

const partSchemas = [TenantId, ArtifactKind, SessionId, ArtifactId] as const;

const areParts = (parts: readonly string[]): boolean =>
  parts.every((part, index) => {
    const schema = partSchemas[index];
    return schema !== undefined && v.is(schema, part);
  });

const isKey = (text: string): boolean => {
  const parts = text.split('/');
  return parts.length === partSchemas.length && areParts(parts);
};

const isPrefix = (text: string): boolean => {
  const parts = text.split('/');
  return parts.length > 1 && parts.length <= partSchemas.length && parts.pop() === '' && areParts(parts);
};
