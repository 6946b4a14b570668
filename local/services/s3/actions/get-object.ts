// Reads an object, a range of it, or only its headers.
import { parseRange } from '../byte-range.ts'
import { checksumHeaders, objectHeaders } from '../object-headers.ts'
import type { ObjectRecord } from '../object-record.ts'
import { type Action, type Answer, bucketOf, type Call, isUnchanged, noSuchKey } from './action.ts'

const OVERRIDE =
  /^response-(cache-control|content-disposition|content-encoding|content-language|content-type|expires)$/

const overrides = (query: Map<string, string>) => {
  const headers: Record<string, string> = {}
  for (const [name, value] of query) {
    const overridden = OVERRIDE.exec(name)?.[1]
    if (overridden) headers[overridden] = value
  }
  return headers
}

const answerFor = ({ headers, query }: Call, record: ObjectRecord) => {
  const described = objectHeaders(record)
  if (isUnchanged(headers, record)) return { status: 304, headers: described, range: undefined }
  const range = parseRange(headers['range'], record.size)
  const length = range ? range.end - range.start + 1 : record.size
  const answer = {
    ...described,
    ...overrides(query),
    'content-length': String(length),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${record.size}` }),
    // The checksum is that of the whole object: with a part of it, it would only be misread.
    ...(headers['x-amz-checksum-mode'] === 'ENABLED' && !range && checksumHeaders(record)),
  }
  return { status: range ? 206 : 200, headers: answer, range }
}

export const headObject: Action = async (call) => {
  const record = await bucketOf(call).record(call.key)
  if (!record) throw noSuchKey(call.key)
  const { status, headers } = answerFor(call, record)
  return { status, headers }
}

export const getObject: Action = async (call): Promise<Answer> => {
  const file = await bucketOf(call).open(call.key)
  if (!file) throw noSuchKey(call.key)
  try {
    const { status, headers, range } = answerFor(call, file.record)
    if (status !== 304) return { status, headers, body: file.stream(range) }
    await file.close()
    return { status, headers }
  } catch (error) {
    await file.close()
    throw error
  }
}
