// Stores one object from one request.
import { checksumHeaders, readFacts } from '../object-headers.ts'
import { type Action, bucketOf, quoted, writePrecondition } from './action.ts'

export const putObject: Action = async (call) => {
  const { key, headers, now } = call
  const payload = call.payload()
  const bucket = bucketOf(call)
  const facts = readFacts(headers)
  const precondition = writePrecondition(key, headers)
  // A body that will be refused need not be written first; the step itself decides again.
  precondition?.(await bucket.record(key))
  const finish = () => {
    const { size, md5, checksum } = payload.summary()
    return { ...facts, key, size, etag: md5.toString('hex'), lastModified: now, checksum }
  }
  const record = await bucket.put(key, payload.chunks, finish, precondition)
  return {
    status: 200,
    headers: {
      etag: quoted(record.etag),
      'x-amz-server-side-encryption': 'AES256',
      ...checksumHeaders(record),
    },
  }
}
