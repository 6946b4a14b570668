// Creating, deleting and listing buckets.
import { parseCredential } from '../signing-key.ts'
import { document, element } from '../xml.ts'
import { type Action, bucketOf, isoDate } from './action.ts'

const DEFAULT_REGION = 'us-east-1'

const regionOf = (headers: Record<string, string>) => {
  const credential = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1]
  return parseCredential(credential ?? '')?.region ?? DEFAULT_REGION
}

export const createBucket: Action = async ({ store, bucketName, now }) => {
  await store.createBucket(bucketName, now)
  return { status: 200, headers: { location: `/${bucketName}` } }
}

export const deleteBucket: Action = async ({ store, bucketName }) => {
  await store.deleteBucket(bucketName)
  return { status: 204 }
}

export const headBucket: Action = async (call) => {
  bucketOf(call)
  return { status: 200, headers: { 'x-amz-bucket-region': regionOf(call.headers) } }
}

export const getBucketLocation: Action = async (call) => {
  bucketOf(call)
  const region = regionOf(call.headers)
  return { status: 200, body: document('LocationConstraint', region === DEFAULT_REGION ? '' : region) }
}

export const listBuckets: Action = async ({ store }) => ({
  status: 200,
  body: document(
    'ListAllMyBucketsResult',
    element('Owner', element('ID', 'local')),
    element(
      'Buckets',
      store
        .all()
        .map(({ name, configuration }) =>
          element(
            'Bucket',
            element('Name', name),
            element('CreationDate', isoDate(configuration().createdAt)),
          ),
        ),
    ),
  ),
})
