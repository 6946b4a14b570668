// Applies the cross-origin rules of a bucket to preflights and to answers.
import type { Answer } from './actions/action.ts'
import { type CrossOriginRequest, corsHeaders, matchCors, readCorsRules } from './cors.ts'
import type { ObjectStore } from './object-store.ts'
import { S3Error } from './s3-error.ts'
import type { RequestTarget } from './s3-request.ts'

const rulesOf = (store: ObjectStore, bucketName: string) => {
  const configuration = store.find(bucketName)?.configuration().cors
  return configuration && readCorsRules(configuration)
}

export const preflight = (store: ObjectStore, { bucket, headers }: RequestTarget): Answer => {
  const { origin, 'access-control-request-method': method } = headers
  if (!origin || !method) {
    throw new S3Error('InvalidRequest', 'Insufficient information. Origin request header needed.')
  }
  const rules = rulesOf(store, bucket)
  if (!rules) throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.')
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  const request: CrossOriginRequest = { origin, method, headers: asked.filter((name) => name !== '') }
  const rule = matchCors(rules, request)
  if (!rule) throw new S3Error('AccessForbidden')
  return { status: 200, headers: corsHeaders(rule, request) }
}

/** What an answer to a page of another origin carries, whether it succeeded or not. */
export const crossOrigin = (store: ObjectStore, { bucket, headers, method }: RequestTarget) => {
  const { origin } = headers
  if (!origin || method === 'OPTIONS') return undefined
  const request = { origin, method, headers: [] }
  const rule = matchCors(rulesOf(store, bucket) ?? [], request)
  return rule && corsHeaders(rule, request)
}
