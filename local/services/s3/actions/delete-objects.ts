// Deletes one object, or up to a thousand in one request.
import { CHECKSUM_ALGORITHMS, checksumHeader } from '../checksums.ts'
import { payloadText } from '../payload.ts'
import { S3Error } from '../s3-error.ts'
import { childrenOf, document, element, parseDocument, textOf } from '../xml.ts'
import { type Action, bucketOf, writePrecondition } from './action.ts'

const MAX_OBJECTS = 1000 // a request of S3
const DELETES_AT_ONCE = 32

export const deleteObject: Action = async (call) => {
  const { key, headers } = call
  await bucketOf(call).remove(key, writePrecondition(key, headers))
  return { status: 204 }
}

const CHECKED_BY = ['content-md5', ...CHECKSUM_ALGORITHMS.map(checksumHeader)]

export const deleteObjects: Action = async (call) => {
  const bucket = bucketOf(call)
  if (!CHECKED_BY.some((name) => call.headers[name] !== undefined) && !call.headers['x-amz-trailer']) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5')
  }
  const request = parseDocument(await payloadText(call.payload()), 'Delete')
  const keys = childrenOf(request, 'Object').map((object) => textOf(object, 'Key') ?? '')
  if (keys.length === 0 || keys.length > MAX_OBJECTS || keys.includes('')) throw new S3Error('MalformedXML')
  for (let start = 0; start < keys.length; start += DELETES_AT_ONCE) {
    await Promise.all(keys.slice(start, start + DELETES_AT_ONCE).map((key) => bucket.remove(key)))
  }
  const isQuiet = textOf(request, 'Quiet') === 'true'
  return {
    status: 200,
    body: document(
      'DeleteResult',
      isQuiet ? undefined : keys.map((key) => element('Deleted', element('Key', key))),
    ),
  }
}
