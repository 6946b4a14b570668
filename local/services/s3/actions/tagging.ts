// Reads and replaces the tags of an object.
import { payloadText } from '../payload.ts'
import { parseTagDocument, tagSet } from '../tags.ts'
import { document } from '../xml.ts'
import { type Action, bucketOf, noSuchKey } from './action.ts'

export const getObjectTagging: Action = async (call) => {
  const record = await bucketOf(call).record(call.key)
  if (!record) throw noSuchKey(call.key)
  return { status: 200, body: document('Tagging', tagSet(record.tags)) }
}

export const putObjectTagging: Action = async (call) => {
  const bucket = bucketOf(call)
  const tags = parseTagDocument(await payloadText(call.payload()))
  await bucket.revise(call.key, (record) => ({ ...record, tags }))
  return { status: 200 }
}

export const deleteObjectTagging: Action = async (call) => {
  await bucketOf(call).revise(call.key, (record) => ({ ...record, tags: [] }))
  return { status: 204 }
}
