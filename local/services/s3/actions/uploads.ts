// Starts, feeds, lists and aborts multipart uploads.
import { isChecksumAlgorithm } from '../checksums.ts'
import { checksumHeaders, readFacts } from '../object-headers.ts'
import { S3Error } from '../s3-error.ts'
import type { Upload } from '../uploads.ts'
import { document, element } from '../xml.ts'
import { type Action, bucketOf, type Call, isoDate, numberIn, quoted } from './action.ts'

const MAX_PART_NUMBER = 10_000
const MAX_LISTED = 1000

const askedChecksum = (headers: Record<string, string>): Upload['checksum'] => {
  const algorithm = headers['x-amz-checksum-algorithm']?.toUpperCase()
  if (algorithm === undefined) return undefined
  if (!isChecksumAlgorithm(algorithm)) throw new S3Error('InvalidRequest', 'Checksum algorithm is not known.')
  const isFull = headers['x-amz-checksum-type'] === 'FULL_OBJECT' || algorithm === 'CRC64NVME'
  if (isFull && algorithm.startsWith('SHA')) {
    throw new S3Error('InvalidRequest', `The FULL_OBJECT checksum type cannot be used with ${algorithm}.`)
  }
  return { algorithm, type: isFull ? 'FULL_OBJECT' : 'COMPOSITE' }
}

/** The upload that a request names, if it is one of this key. */
export const uploadOf = (call: Call) => bucketOf(call).uploads.get(call.query.get('uploadId') ?? '', call.key)

export const createUpload: Action = async (call) => {
  const { key, headers, now } = call
  const bucket = bucketOf(call)
  const checksum = askedChecksum(headers)
  const upload = await bucket.uploads.create({ ...readFacts(headers), key, initiatedAt: now, checksum })
  return {
    status: 200,
    headers: {
      ...(checksum && {
        'x-amz-checksum-algorithm': checksum.algorithm,
        'x-amz-checksum-type': checksum.type,
      }),
    },
    body: document(
      'InitiateMultipartUploadResult',
      element('Bucket', bucket.name),
      element('Key', key),
      element('UploadId', upload.uploadId),
    ),
  }
}

export const uploadPart: Action = async (call) => {
  const { key, query, now } = call
  const number = numberIn(query, 'partNumber', 0)
  if (number < 1 || number > MAX_PART_NUMBER) {
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive')
  }
  const upload = await uploadOf(call)
  // Also a part that came without a checksum takes part in the checksum of the whole.
  const payload = call.payload(upload.checksum?.algorithm)
  const finish = () => {
    const { size, md5, checksum } = payload.summary()
    const etag = md5.toString('hex')
    return { key, size, etag, lastModified: now, checksum, headers: {}, metadata: {}, tags: [] }
  }
  const record = await bucketOf(call).uploads.putPart(upload, number, payload.chunks, finish)
  const { 'x-amz-checksum-type': _, ...sums } = checksumHeaders(record)
  return { status: 200, headers: { etag: quoted(record.etag), ...sums } }
}

export const abortUpload: Action = async (call) => {
  const upload = await uploadOf(call)
  await bucketOf(call).uploads.remove(upload.uploadId)
  return { status: 204 }
}

export const listParts: Action = async (call) => {
  const { key, query } = call
  const bucket = bucketOf(call)
  const upload = await uploadOf(call)
  const limit = Math.min(MAX_LISTED, numberIn(query, 'max-parts', MAX_LISTED))
  const marker = numberIn(query, 'part-number-marker', 0)
  const rest = (await bucket.uploads.parts(upload)).filter(({ number }) => number > marker)
  const listed = rest.slice(0, limit)
  return {
    status: 200,
    body: document(
      'ListPartsResult',
      element('Bucket', bucket.name),
      element('Key', key),
      element('UploadId', upload.uploadId),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', listed.at(-1)?.number),
      element('MaxParts', limit),
      element('IsTruncated', rest.length > listed.length),
      element('StorageClass', 'STANDARD'),
      upload.checksum && [
        element('ChecksumAlgorithm', upload.checksum.algorithm),
        element('ChecksumType', upload.checksum.type),
      ],
      listed.map(({ number, record }) =>
        element(
          'Part',
          element('PartNumber', number),
          element('LastModified', isoDate(record.lastModified)),
          element('ETag', quoted(record.etag)),
          element('Size', record.size),
          record.checksum && element(`Checksum${record.checksum.algorithm}`, record.checksum.value),
        ),
      ),
    ),
  }
}

export const listUploads: Action = async (call) => {
  const bucket = bucketOf(call)
  const prefix = call.query.get('prefix') ?? ''
  const uploads = (await bucket.uploads.all()).filter(({ key }) => key.startsWith(prefix))
  return {
    status: 200,
    body: document(
      'ListMultipartUploadsResult',
      element('Bucket', bucket.name),
      element('Prefix', prefix),
      element('IsTruncated', false),
      uploads.map(({ key, uploadId, initiatedAt }) =>
        element(
          'Upload',
          element('Key', key),
          element('UploadId', uploadId),
          element('StorageClass', 'STANDARD'),
          element('Initiated', isoDate(initiatedAt)),
        ),
      ),
    ),
  }
}
