// One HTTP request: who sent it, what it asks for, and the answer or the error as XML.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer, Call } from './actions/action.ts'
import { postObject } from './actions/post-object.ts'
import { crossOrigin, preflight } from './cross-origin.ts'
import type { ObjectStore } from './object-store.ts'
import { findOperation } from './operations.ts'
import { requestPayload } from './payload.ts'
import { S3Error } from './s3-error.ts'
import { type RequestTarget, readTarget } from './s3-request.ts'
import type { Bytes } from './sealed-file.ts'
import { authenticate } from './signature.ts'
import type { Credentials } from './signing-key.ts'
import { element, plainDocument } from './xml.ts'

export type Context = { store: ObjectStore; credentials: Credentials; now: () => number }

const isFormPost = ({ method, key, headers }: RequestTarget) =>
  method === 'POST' && key === '' && (headers['content-type'] ?? '').startsWith('multipart/form-data')

const respond = async (target: RequestTarget, source: Bytes, context: Context): Promise<Answer> => {
  const { store, credentials } = context
  const now = context.now()
  const { method, bucket, key } = target
  if (method === 'OPTIONS') return preflight(store, target)
  if (isFormPost(target)) {
    const { 'content-type': contentType, host } = target.headers
    return postObject({ bucket: store.bucket(bucket), contentType, host, source, credentials, now })
  }
  const { chain, headers } = authenticate(target, { credentials, now })
  const query = new Map(target.query)
  const scope = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object'
  const call: Call = {
    store,
    bucketName: bucket,
    key,
    query,
    headers,
    payload: (algorithm) => requestPayload(source, headers, chain, algorithm),
    now,
  }
  return findOperation(method, scope, query, headers)(call)
}

const errorAnswer = (error: unknown, resource: string, requestId: string): Answer => {
  const known = error instanceof S3Error ? error : new S3Error('InternalError')
  const fields = Object.entries({ ...known.fields, Resource: resource, RequestId: requestId })
  return {
    status: known.status,
    headers:
      known.code === 'InvalidRange' ? { 'content-range': `bytes */${known.fields['ActualObjectSize']}` } : {},
    body: plainDocument(
      'Error',
      element('Code', known.code),
      element('Message', known.message),
      fields.map(([name, value]) => element(name, value)),
    ),
  }
}

const send = async (response: ServerResponse, { status, headers, body }: Answer, withBody: boolean) => {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  if (typeof body === 'string') {
    response.setHeader('content-type', 'application/xml')
    if (withBody) response.setHeader('content-length', Buffer.byteLength(body))
  } else if (!body && !response.hasHeader('content-length') && status !== 204 && status !== 304) {
    response.setHeader('content-length', 0)
  }
  response.writeHead(status)
  if (body instanceof Readable) await pipeline(body, response)
  else response.end(withBody ? body : undefined)
}

/** A client that is still sending the body of a refused request would never get to the answer otherwise. */
const readAway = async (source: AsyncIterator<unknown>) => {
  while (!(await source.next()).done);
}

export const handleRequest = async (request: IncomingMessage, response: ServerResponse, context: Context) => {
  const requestId = randomUUID()
  response.setHeader('date', new Date(context.now()).toUTCString())
  response.setHeader('server', 'Playhead')
  response.setHeader('x-amz-request-id', requestId)
  const source = request.iterator({ destroyOnReturn: false })
  let target: RequestTarget | undefined
  let answer: Answer
  try {
    target = readTarget(request)
    answer = await respond(target, source, context)
  } catch (error) {
    const isGone = request.destroyed && !request.complete
    if (!(error instanceof S3Error) && !isGone) console.error('s3: a request failed', { requestId, error })
    answer = errorAnswer(error, target?.path ?? request.url ?? '', requestId)
  }
  try {
    const headers = { ...answer.headers, ...(target && crossOrigin(context.store, target)) }
    await send(response, { ...answer, headers }, request.method !== 'HEAD')
    await readAway(source)
  } catch {
    // The reader went away in the middle of a body, or a header cannot be sent.
    if (answer.body instanceof Readable) answer.body.destroy()
    response.destroy()
  }
}
