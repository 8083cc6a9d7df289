import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface S3Key {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a server answers to a request that is not signed as it has to be. */
export interface S3Refusal {
  readonly status: number;
  readonly code: string;
}

const skewMs = 15 * 60_000;

/** Checks a Signature Version 4 as S3 does: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. Null: it is right. */
export const refusalOf = (
  req: IncomingMessage,
  body: Buffer,
  key: S3Key,
  now = Date.now(),
): S3Refusal | null => {
  const signed =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headerOf(req, 'authorization'),
    );
  if (!signed) return { status: 403, code: 'AccessDenied' };
  const [, accessKeyId = '', day = '', region = '', names = '', signature = ''] = signed;
  if (accessKeyId !== key.accessKeyId) return { status: 403, code: 'InvalidAccessKeyId' };
  if (region !== key.region) return { status: 400, code: 'AuthorizationHeaderMalformed' };
  const date = headerOf(req, 'x-amz-date');
  if (!date.startsWith(day) || Math.abs(timeOf(date) - now) > skewMs)
    return { status: 403, code: 'RequestTimeTooSkewed' };
  const mustBeSigned = Object.keys(req.headers).filter(
    (name) => name === 'host' || name.startsWith('x-amz-'),
  );
  if (mustBeSigned.some((name) => !names.split(';').includes(name)))
    return { status: 403, code: 'AccessDenied' };

  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonicalRequest(req, names))].join('\n');
  const right = hmac(signingKey(key, day), text);
  if (!timingSafeEqual(right, Buffer.from(signature, 'hex')))
    return { status: 403, code: 'SignatureDoesNotMatch' };
  if (headerOf(req, 'x-amz-content-sha256') !== sha256(body))
    return { status: 400, code: 'XAmzContentSHA256Mismatch' };
  const checksum = headerOf(req, 'x-amz-checksum-sha256');
  const isChanged = checksum !== '' && checksum !== createHash('sha256').update(body).digest('base64');
  return isChanged ? { status: 400, code: 'BadDigest' } : null;
};

const canonicalRequest = (req: IncomingMessage, names: string): string => {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://s3');
  const query = [...searchParams]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&');
  const headers = names
    .split(';')
    .map((name) => `${name}:${headerOf(req, name).trim().replace(/ +/g, ' ')}\n`);
  const payload = headerOf(req, 'x-amz-content-sha256');
  return [req.method, pathname, query, headers.join(''), names, payload].join('\n');
};

const signingKey = ({ region, secretAccessKey }: S3Key, day: string): Buffer =>
  [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (made, part) => hmac(made, part),
    Buffer.from(`AWS4${secretAccessKey}`, 'utf8'),
  );

const timeOf = (date: string): number => {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

const headerOf = (req: IncomingMessage, name: string): string => {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
};

const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();
