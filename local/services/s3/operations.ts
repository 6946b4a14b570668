// Which action a request asks for: told by its method, what it names, and one parameter or header.
import type { Action } from './actions/action.ts'
import {
  deleteBucketCors,
  deleteBucketLifecycle,
  getBucketCors,
  getBucketLifecycle,
  putBucketCors,
  putBucketLifecycle,
} from './actions/bucket-configuration.ts'
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './actions/buckets.ts'
import { completeUpload } from './actions/complete-upload.ts'
import { copyObject } from './actions/copy-object.ts'
import { deleteObject, deleteObjects } from './actions/delete-objects.ts'
import { getObject, headObject } from './actions/get-object.ts'
import { listObjects } from './actions/list-objects.ts'
import { putObject } from './actions/put-object.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './actions/tagging.ts'
import { abortUpload, createUpload, listParts, listUploads, uploadPart } from './actions/uploads.ts'
import { S3Error } from './s3-error.ts'

type Scope = 'service' | 'bucket' | 'object'

// `PUT object ?tagging`: the parameter that makes it this operation and no other; `+name` is a header.
const OPERATIONS: Record<string, Action> = {
  'GET service': listBuckets,
  'PUT bucket': createBucket,
  'DELETE bucket': deleteBucket,
  'HEAD bucket': headBucket,
  'GET bucket': listObjects,
  'GET bucket ?location': getBucketLocation,
  'GET bucket ?uploads': listUploads,
  'POST bucket ?delete': deleteObjects,
  'PUT bucket ?cors': putBucketCors,
  'GET bucket ?cors': getBucketCors,
  'DELETE bucket ?cors': deleteBucketCors,
  'PUT bucket ?lifecycle': putBucketLifecycle,
  'GET bucket ?lifecycle': getBucketLifecycle,
  'DELETE bucket ?lifecycle': deleteBucketLifecycle,
  'PUT object': putObject,
  'PUT object +x-amz-copy-source': copyObject,
  'PUT object ?uploadId': uploadPart,
  'GET object': getObject,
  'HEAD object': headObject,
  'DELETE object': deleteObject,
  'GET object ?tagging': getObjectTagging,
  'PUT object ?tagging': putObjectTagging,
  'DELETE object ?tagging': deleteObjectTagging,
  'POST object ?uploads': createUpload,
  'POST object ?uploadId': completeUpload,
  'DELETE object ?uploadId': abortUpload,
  'GET object ?uploadId': listParts,
}

// Parameters that turn a request into another one. All that are not in the table are refused, never mistaken.
const SUBRESOURCES = new Set([
  ...Object.keys(OPERATIONS).flatMap((name) => /\?(\w+)$/.exec(name)?.[1] ?? []),
  ...['accelerate', 'acl', 'analytics', 'attributes', 'encryption', 'intelligent-tiering', 'inventory'],
  ...['legal-hold', 'logging', 'metrics', 'notification', 'object-lock', 'ownershipControls', 'partNumber'],
  ...['policy', 'policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention'],
  ...['select', 'torrent', 'versioning', 'versions', 'versionId', 'website'],
])

export const findOperation = (
  method: string,
  scope: Scope,
  query: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
): Action => {
  const asked = [...query.keys()].filter((name) => SUBRESOURCES.has(name))
  const isPart = asked.includes('uploadId')
  const names = isPart ? asked.filter((name) => name !== 'partNumber') : asked
  const copies = method === 'PUT' && headers['x-amz-copy-source'] !== undefined
  const marks = [...names.map((name) => ` ?${name}`), ...(copies ? [' +x-amz-copy-source'] : [])]
  const operation = OPERATIONS[`${method} ${scope}${marks.join('')}`]
  if (operation) return operation
  if (marks.length > 0)
    throw new S3Error('NotImplemented', `${method} ${scope}${marks.join('')} is not implemented`)
  throw new S3Error('MethodNotAllowed')
}
