// Keeps the cross-origin and lifecycle rules of a bucket as they were sent, once they were understood.
import { readCorsRules } from '../cors.ts'
import { checkLifecycle } from '../lifecycle.ts'
import { payloadText } from '../payload.ts'
import { S3Error } from '../s3-error.ts'
import { document, parseDocument, renderTree } from '../xml.ts'
import { type Action, bucketOf } from './action.ts'

export const putBucketCors: Action = async (call) => {
  const bucket = bucketOf(call)
  const cors = parseDocument(await payloadText(call.payload()), 'CORSConfiguration')
  readCorsRules(cors)
  await bucket.configure({ cors })
  return { status: 200 }
}

export const getBucketCors: Action = async (call) => {
  const { cors } = bucketOf(call).configuration()
  if (!cors) throw new S3Error('NoSuchCORSConfiguration', undefined, { BucketName: call.bucketName })
  return { status: 200, body: document(cors.name, cors.children.map(renderTree)) }
}

export const deleteBucketCors: Action = async (call) => {
  await bucketOf(call).configure({ cors: undefined })
  return { status: 204 }
}

export const putBucketLifecycle: Action = async (call) => {
  const bucket = bucketOf(call)
  const lifecycle = checkLifecycle(parseDocument(await payloadText(call.payload()), 'LifecycleConfiguration'))
  await bucket.configure({ lifecycle })
  return { status: 200 }
}

export const getBucketLifecycle: Action = async (call) => {
  const { lifecycle } = bucketOf(call).configuration()
  if (!lifecycle)
    throw new S3Error('NoSuchLifecycleConfiguration', undefined, { BucketName: call.bucketName })
  return { status: 200, body: document(lifecycle.name, lifecycle.children.map(renderTree)) }
}

export const deleteBucketLifecycle: Action = async (call) => {
  await bucketOf(call).configure({ lifecycle: undefined })
  return { status: 204 }
}
