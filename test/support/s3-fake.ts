import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { serve } from './http-server.ts';
import { refusalOf, type S3Key, type S3Refusal } from './s3-signature.ts';

export interface S3Fake extends S3Key {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Names of the requests that were let in, such as `PUT recordings/key`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

interface Upload {
  readonly path: string;
  readonly parts: Map<number, Buffer>;
}

/** What one request asks; `path` is `<bucket>/<key>`. */
interface Asked {
  readonly method: string;
  readonly bucket: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly range: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const leastPartBytes = 5 * 1024 * 1024;

/** As much of S3 as Handrail uses, in memory, for one key that signs. */
export const startS3Fake = async (about: Partial<S3Key> = {}): Promise<S3Fake> => {
  const key = { region: 'eu-central-1', accessKeyId: 'FAKE', secretAccessKey: 'only/for+tests', ...about };
  const store = {
    buckets: new Set<string>(),
    objects: new Map<string, Buffer>(),
    uploads: new Map<string, Upload>(),
  };
  const requests: string[] = [];
  const { origin, close } = await serve(async (req, res) => {
    const body = await buffer(req).catch((error: unknown) => {
      // Whose line is cut in the middle waits for no answer.
      if (!req.complete) return null;
      throw error;
    });
    if (body === null) return;
    const refusal = refusalOf(req, body, key);
    if (refusal) return give(res, req, refused(refusal, key));
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://s3');
    const path = decodeURIComponent(pathname.slice(1)).replace(/\/$/, '');
    const [bucket = ''] = path.split('/');
    const method = req.method ?? 'GET';
    requests.push(`${method} ${path}`);
    give(
      res,
      req,
      answerTo(store, key, { method, bucket, path, query: searchParams, body, range: req.headers.range }),
    );
  });
  return { ...key, endpoint: origin, requests, close };
};

/** Who asks in the wrong region is told the right one. */
const refused = ({ status, code }: S3Refusal, { region }: S3Key): Answer => {
  const answer = problem(status, code);
  const isElsewhere = code === 'AuthorizationHeaderMalformed';
  return isElsewhere ? { ...answer, headers: { ...answer.headers, 'x-amz-bucket-region': region } } : answer;
};

interface Store {
  readonly buckets: Set<string>;
  readonly objects: Map<string, Buffer>;
  readonly uploads: Map<string, Upload>;
}

const give = (
  res: ServerResponse,
  req: IncomingMessage,
  { status, headers = {}, body = '' }: Answer,
): void => {
  const length = String(Buffer.byteLength(body));
  res
    .writeHead(status, { 'content-length': length, ...headers })
    .end(req.method === 'HEAD' ? undefined : body);
};

const answerTo = (store: Store, key: S3Key, asked: Asked): Answer => {
  const { method, bucket, path, query } = asked;
  if (path === bucket && method === 'PUT') {
    store.buckets.add(bucket);
    return { status: 200 };
  }
  if (!store.buckets.has(bucket)) return problem(404, 'NoSuchBucket');
  if (path !== bucket)
    return query.has('uploads') || query.has('uploadId') ? inParts(store, asked) : onObject(store, asked);
  if (method === 'HEAD') return { status: 200, headers: { 'x-amz-bucket-region': key.region } };
  if (query.has('uploads')) return listUploads(store, asked);
  return listObjects(store, asked);
};

const onObject = ({ objects }: Store, { method, path, body, range }: Asked): Answer => {
  if (method === 'PUT') {
    objects.set(path, body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  if (method === 'DELETE') {
    objects.delete(path);
    return { status: 204 };
  }
  const object = objects.get(path);
  if (!object) return problem(404, 'NoSuchKey');
  if (method === 'HEAD')
    return { status: 200, headers: { 'content-length': String(object.length), etag: etagOf(object) } };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined) return { status: 200, headers: { etag: etagOf(object) }, body: object };
  if (Number(first) >= object.length) return problem(416, 'InvalidRange');
  const part = object.subarray(Number(first), Number(last) + 1);
  const said = `bytes ${first}-${Number(first) + part.length - 1}/${object.length}`;
  return { status: 206, headers: { 'content-range': said }, body: part };
};

const inParts = ({ objects, uploads }: Store, { method, path, query, body }: Asked): Answer => {
  if (query.has('uploads')) {
    const id = randomUUID();
    uploads.set(id, { path, parts: new Map() });
    return xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`);
  }
  const id = query.get('uploadId') ?? '';
  const upload = uploads.get(id);
  if (upload?.path !== path) return problem(404, 'NoSuchUpload');
  if (method === 'PUT') {
    upload.parts.set(Number(query.get('partNumber')), body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  if (method === 'DELETE') {
    uploads.delete(id);
    return { status: 204 };
  }
  if (method === 'GET') return listParts(upload, query);
  const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) =>
    Number(number),
  );
  const parts = named.map((number) => upload.parts.get(number));
  const isComplete = parts.length > 0 && parts.every((part) => part !== undefined);
  if (!isComplete) return problem(400, 'InvalidPart');
  if (parts.slice(0, -1).some((part) => part.length < leastPartBytes)) return problem(400, 'EntityTooSmall');
  objects.set(path, Buffer.concat(parts));
  uploads.delete(id);
  return xml('CompleteMultipartUploadResult', `<Key>${path}</Key>`);
};

const keysBelow = (bucket: string, query: URLSearchParams, paths: Iterable<string>): readonly string[] =>
  [...paths]
    .filter((path) => path.startsWith(`${bucket}/${query.get('prefix') ?? ''}`))
    .map((path) => path.slice(bucket.length + 1))
    .sort();

const listUploads = ({ uploads }: Store, { bucket, query }: Asked): Answer => {
  const found = [...uploads].filter(([, { path }]) => keysBelow(bucket, query, [path]).length > 0);
  const rows = found.map(
    ([id, { path }]) =>
      `<Upload><Key>${path.slice(bucket.length + 1)}</Key><UploadId>${id}</UploadId></Upload>`,
  );
  return xml('ListMultipartUploadsResult', rows.join(''));
};

/** In pages of two, so that whoever lists has to go on. */
const listParts = ({ parts }: Upload, query: URLSearchParams): Answer => {
  const after = Number(query.get('part-number-marker') ?? 0);
  const all = [...parts].filter(([number]) => number > after).sort(([one], [other]) => one - other);
  const page = all.slice(0, 2);
  const rows = page.map(
    ([number, part]) =>
      `<Part><PartNumber>${number}</PartNumber><Size>${part.length}</Size><ETag>${etagOf(part)}</ETag></Part>`,
  );
  const more = `<IsTruncated>${page.length < all.length}</IsTruncated><NextPartNumberMarker>${page.at(-1)?.[0] ?? 0}</NextPartNumberMarker>`;
  return xml('ListPartsResult', rows.join('') + more);
};

/** In pages of three, so that whoever lists has to go on. */
const listObjects = ({ objects }: Store, { bucket, query }: Asked): Answer => {
  const isVersions = query.has('versions');
  const after = query.get('continuation-token') ?? '';
  const all = keysBelow(bucket, query, objects.keys()).filter((key) => key > after);
  const page = isVersions ? all : all.slice(0, 3);
  const row = isVersions ? 'Version' : 'Contents';
  const rows = page.map(
    (key) => `<${row}><Key>${key}</Key><Size>${objects.get(`${bucket}/${key}`)?.length}</Size></${row}>`,
  );
  const next =
    page.length < all.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  return xml(isVersions ? 'ListVersionsResult' : 'ListBucketResult', rows.join('') + next);
};

const xml = (name: string, content: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>${content}</${name}>`,
});

const problem = (status: number, code: string): Answer => ({
  ...xml('Error', `<Code>${code}</Code><Message>${code}</Message>`),
  status,
});

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
