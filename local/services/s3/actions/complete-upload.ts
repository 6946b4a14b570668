// Puts the parts of a multipart upload together as one object.
import { compositeChecksum, compositeEtag } from '../composite-digest.ts'
import { checkedPayload, payloadText } from '../payload.ts'
import { S3Error } from '../s3-error.ts'
import type { Part, Upload, Uploads } from '../uploads.ts'
import { childrenOf, document, element, parseDocument, textOf } from '../xml.ts'
import { type Action, bucketOf, quoted, writePrecondition } from './action.ts'
import { uploadOf } from './uploads.ts'

const MIN_PART_BYTES = 5 * 1024 ** 2 // of every part but the last, as S3 demands

type NamedPart = { number: number; etag: string }

const namedParts = (xml: string): NamedPart[] =>
  childrenOf(parseDocument(xml, 'CompleteMultipartUpload'), 'Part').map((part) => {
    const number = Number(textOf(part, 'PartNumber') || Number.NaN)
    if (!Number.isInteger(number)) throw new S3Error('MalformedXML')
    return { number, etag: (textOf(part, 'ETag') ?? '').replaceAll('"', '') }
  })

const findParts = async (uploads: Uploads, upload: Upload, named: NamedPart[]) => {
  if (named.length === 0) throw new S3Error('MalformedXML')
  const parts: Part[] = []
  for (const { number, etag } of named) {
    if (number <= (parts.at(-1)?.number ?? 0)) throw new S3Error('InvalidPartOrder')
    const part = await uploads.part(upload, number)
    if (part?.record.etag !== etag) {
      throw new S3Error('InvalidPart', undefined, { PartNumber: String(number), ETag: etag })
    }
    parts.push(part)
  }
  for (const { number, record } of parts.slice(0, -1)) {
    if (record.size < MIN_PART_BYTES) {
      throw new S3Error('EntityTooSmall', undefined, {
        PartNumber: String(number),
        ProposedSize: String(record.size),
        MinSizeAllowed: String(MIN_PART_BYTES),
      })
    }
  }
  return parts
}

export const completeUpload: Action = async (call) => {
  const { key, headers, now } = call
  const bucket = bucketOf(call)
  const upload = await uploadOf(call)
  const parts = await findParts(bucket.uploads, upload, namedParts(await payloadText(call.payload())))
  const composite = upload.checksum && compositeChecksum(upload.checksum, parts)
  const payload = checkedPayload(
    bucket.uploads.joined(upload, parts),
    {},
    { ...(upload.checksum && { algorithm: upload.checksum.algorithm }), isWhole: true },
  )
  const finish = () => {
    const { size, checksum } = payload.summary()
    return {
      headers: upload.headers,
      metadata: upload.metadata,
      tags: upload.tags,
      key,
      size,
      etag: compositeEtag(parts),
      lastModified: now,
      checksum: composite ?? checksum,
    }
  }
  const record = await bucket.put(key, payload.chunks, finish, writePrecondition(key, headers))
  await bucket.uploads.remove(upload.uploadId)
  return {
    status: 200,
    body: document(
      'CompleteMultipartUploadResult',
      element('Location', `http://${headers['host'] ?? ''}/${bucket.name}/${key}`),
      element('Bucket', bucket.name),
      element('Key', key),
      element('ETag', quoted(record.etag)),
      record.checksum && [
        element(`Checksum${record.checksum.algorithm}`, record.checksum.value),
        element('ChecksumType', record.checksum.type),
      ],
    ),
  }
}
