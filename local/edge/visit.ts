// One request on its way through the edge: in through its behaviour and function, out through its policies.
// Nothing is kept between two visits: a local build must show at once, so every answer is a miss.
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { askOrigin, OriginFailure } from './ask-origin.ts'
import type { Behavior, Behaviors } from './behaviors.ts'
import type { Compressor } from './compression.ts'
import {
  readViewerRequestResult,
  readViewerResponseResult,
  viewerRequestEvent,
  viewerResponseEvent,
} from './edge-event.ts'
import {
  addressOf,
  discard,
  type EdgeLog,
  type EdgeRequest,
  type EdgeResponse,
  hasBody,
  headersOf,
  readTarget,
} from './edge-message.ts'
import { errorPage } from './error-page.ts'
import { askedFacts, originRequest } from './origin-request.ts'

export type Edge = Behaviors & {
  distributionId: string
  domainName: string
  viewerFacts: (request: IncomingMessage) => Record<string, string>
  requestId: () => string
  compress: Compressor
  log: EdgeLog
}

export type Visit = {
  edge: Edge
  behavior?: Behavior
  request: EdgeRequest
  requestId: string
  ip: string
}

const refused = (visit: Visit, status: number, reason: string, cache?: string) =>
  errorPage({ status, reason, cache }, visit.request.method, visit.request.uri)

const functionFailed = (visit: Visit, error: unknown): EdgeResponse => {
  visit.edge.log({ message: 'An edge function failed', uri: visit.request.uri, error: String(error) })
  const reason = 'The function at this path is invalid or could not run.'
  return refused(visit, 503, reason, 'FunctionExecutionError from cloudfront')
}

const contextOf = ({ edge, requestId, ip }: Visit) => ({
  distributionDomainName: edge.domainName,
  distributionId: edge.distributionId,
  requestId,
  ip,
})

const runViewerRequest = (visit: Visit): EdgeResponse | undefined => {
  const run = visit.behavior?.viewerRequest
  if (!run) return undefined
  try {
    const returned = run.run(viewerRequestEvent(contextOf(visit), visit.request))
    const result = readViewerRequestResult(visit.request, returned)
    if ('response' in result) {
      return { ...result.response, cache: 'FunctionGeneratedResponse from cloudfront' }
    }
    visit.request = result.request
    return undefined
  } catch (error) {
    return functionFailed(visit, error)
  }
}

/** Begins a visit; an answer is there already when the edge itself has one. */
export const admit = (edge: Edge, message: IncomingMessage): { visit: Visit; answer?: EdgeResponse } => {
  const target = readTarget(message.url)
  const { ip, port } = addressOf(message)
  const method = message.method ?? 'GET'
  const request = { method, uri: target?.uri ?? '/', query: target?.query ?? '', headers: headersOf(message) }
  const visit: Visit = { edge, request, requestId: edge.requestId(), ip }
  const blocked = edge.firewall?.(ip, request)
  if (blocked) return { visit, answer: blocked }
  if (!target) return { visit, answer: refused(visit, 400, 'The request names no path.') }
  const behavior = edge.behaviorFor(target.uri)
  visit.behavior = behavior
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith('cloudfront-')) delete request.headers[name]
  }
  const facts = {
    'cloudfront-viewer-address': `${ip}:${port}`,
    'cloudfront-viewer-http-version': message.httpVersion,
    'cloudfront-forwarded-proto': 'http',
    ...edge.viewerFacts(message),
  }
  Object.assign(request.headers, askedFacts(behavior, facts))
  if (!behavior.methods.has(method)) {
    return { visit, answer: refused(visit, 403, `This path is not configured for the method ${method}.`) }
  }
  return { visit, answer: runViewerRequest(visit) }
}

/** What the origin of this visit is sent. */
export const outgoing = (visit: Visit, behavior: Behavior, request = visit.request) => {
  const { edge, requestId: id, ip } = visit
  const root = edge.config.DefaultRootObject
  const uri = request.uri === '/' && root ? `/${root}` : request.uri
  return originRequest(behavior, { ...request, uri }, { id, ip, via: `1.1 ${edge.domainName} (CloudFront)` })
}

export const originFailed = (visit: Visit, error: unknown, signal: AbortSignal): EdgeResponse => {
  const { edge, request } = visit
  const failure = error instanceof OriginFailure ? error : new OriginFailure(502, 'The origin broke off.')
  // A viewer who has left takes the request to the origin along: no failure of anybody's.
  if (!signal.aborted) {
    const cause = String(failure.cause ?? error)
    edge.log({ message: failure.message, method: request.method, uri: request.uri, cause })
  }
  return refused(visit, failure.status, failure.message)
}

const ask = async (
  visit: Visit,
  behavior: Behavior,
  request: EdgeRequest,
  signal: AbortSignal,
  body?: Readable,
): Promise<EdgeResponse> => {
  try {
    const sent = outgoing(visit, behavior, request)
    const answer = await askOrigin({ target: behavior.origin, sent, body, signal })
    if (!answer) throw new OriginFailure(502, `The origin ${behavior.origin.id} gave no answer.`)
    return await visit.edge.compress(behavior, request, answer)
  } catch (error) {
    return originFailed(visit, error, signal)
  }
}

/** A page in place of an error; when that fails too, the error itself. */
const withErrorPage = async (
  visit: Visit,
  answer: EdgeResponse,
  signal: AbortSignal,
): Promise<EdgeResponse> => {
  const { edge, request } = visit
  const rule = edge.config.CustomErrorResponses.find(({ ErrorCode }) => ErrorCode === answer.status)
  if (!rule?.ResponsePagePath) return answer
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(
      ([name]) => !/^(if-|range$|content-|transfer-encoding$)/.test(name),
    ),
  )
  const method = request.method === 'HEAD' ? 'HEAD' : 'GET'
  const uri = rule.ResponsePagePath
  const page = await ask(visit, edge.behaviorFor(uri), { method, uri, query: '', headers }, signal)
  if (page.status !== 200) {
    discard(page)
    return answer
  }
  discard(answer)
  const status = rule.ResponseCode ?? answer.status
  return { ...page, status, statusText: undefined, cache: 'Error from cloudfront' }
}

export const fromOrigin = async (
  visit: Visit,
  body: Readable,
  signal: AbortSignal,
): Promise<EdgeResponse> => {
  const { behavior, request } = visit
  if (!behavior) throw new Error('A visit without a behaviour reached for an origin.')
  const answer = await ask(visit, behavior, request, signal, hasBody(request.headers) ? body : undefined)
  return withErrorPage(visit, answer, signal)
}

/** Ends a visit: what the viewer sees of an answer. */
export const leave = (visit: Visit, answer: EdgeResponse): EdgeResponse => {
  const { edge, behavior, request, requestId } = visit
  const fallback = answer.status < 400 ? 'Miss from cloudfront' : 'Error from cloudfront'
  const headers = {
    ...answer.headers,
    via: [...(answer.headers['via'] ?? []), `1.1 ${edge.domainName} (CloudFront)`],
    'x-amz-cf-id': [requestId],
    'x-amz-cf-pop': ['LOCAL'],
    'x-cache': [answer.cache ?? fallback],
  }
  behavior?.responseHeadersPolicy?.(headers, request, requestId)
  const shown = { ...answer, headers }
  const run = behavior?.viewerResponse
  // CloudFront leaves errors, and what the edge itself has answered, to nobody else.
  if (!run || answer.cache || answer.status >= 400) return shown
  try {
    const returned = run.run(viewerResponseEvent(contextOf(visit), request, shown))
    const changed = readViewerResponseResult(shown, returned)
    if (changed.body !== shown.body) discard(shown)
    return changed
  } catch (error) {
    discard(shown)
    return leave({ ...visit, behavior: undefined }, functionFailed(visit, error))
  }
}
