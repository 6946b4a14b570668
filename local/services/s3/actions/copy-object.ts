// Copies an object inside the store, with its metadata or with new ones.
import { isChecksumAlgorithm } from '../checksums.ts'
import { readFacts } from '../object-headers.ts'
import { checkedPayload } from '../payload.ts'
import { S3Error } from '../s3-error.ts'
import type { Bytes } from '../sealed-file.ts'
import { document, element } from '../xml.ts'
import {
  type Action,
  bucketOf,
  type Call,
  isoDate,
  isUnchanged,
  noSuchKey,
  quoted,
  writePrecondition,
} from './action.ts'

const sourceOf = ({ headers }: Call) => {
  const [path = ''] = (headers['x-amz-copy-source'] ?? '').split('?')
  try {
    const [bucketName = '', ...key] = decodeURIComponent(path).replace(/^\//, '').split('/')
    if (bucketName !== '' && key.join('/') !== '') return { bucketName, key: key.join('/') }
  } catch {
    // Falls through to the same refusal.
  }
  throw new S3Error(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
  )
}

const replaces = (headers: Record<string, string>, name: string) => {
  const directive = headers[name] ?? 'COPY'
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Error('InvalidArgument', `Unknown ${name}.`)
  return directive === 'REPLACE'
}

export const copyObject: Action = async (call) => {
  const { store, key, headers, now } = call
  const bucket = bucketOf(call)
  const source = sourceOf(call)
  const newMetadata = replaces(headers, 'x-amz-metadata-directive')
  const newTags = replaces(headers, 'x-amz-tagging-directive')
  if (source.bucketName === bucket.name && source.key === key && !newMetadata && !newTags) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    )
  }
  const given = readFacts(headers)
  const file = await store.bucket(source.bucketName).open(source.key)
  if (!file) throw noSuchKey(source.key)
  try {
    if (isUnchanged(headers, file.record, 'x-amz-copy-source-')) throw new S3Error('PreconditionFailed')
    const asked = headers['x-amz-checksum-algorithm'] ?? file.record.checksum?.algorithm
    const payload = checkedPayload(
      file.stream() as Bytes,
      {},
      isChecksumAlgorithm(asked) ? { algorithm: asked } : {},
    )
    const facts = newMetadata ? given : file.record
    const finish = () => {
      const { size, md5, checksum } = payload.summary()
      return {
        headers: facts.headers,
        metadata: facts.metadata,
        tags: newTags ? given.tags : file.record.tags,
        key,
        size,
        etag: md5.toString('hex'),
        lastModified: now,
        checksum,
      }
    }
    const record = await bucket.put(key, payload.chunks, finish, writePrecondition(key, headers))
    return {
      status: 200,
      body: document(
        'CopyObjectResult',
        element('LastModified', isoDate(record.lastModified)),
        element('ETag', quoted(record.etag)),
        record.checksum && element(`Checksum${record.checksum.algorithm}`, record.checksum.value),
      ),
    }
  } finally {
    await file.close()
  }
}
