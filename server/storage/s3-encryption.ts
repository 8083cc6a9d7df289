import type { S3Target } from '../../protocol/storage-policy.ts';

/** What a request that makes an object says about its encryption there. */
export const encryptionOf = ({ encryption }: S3Target) => {
  switch (encryption.type) {
    case 'bucket':
      return {};
    case 'sse_s3':
      return { ServerSideEncryption: 'AES256' } as const;
    case 'sse_kms':
      return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryption.keyId } as const;
  }
};
