// The REQUEST authorizer of an HTTP API: a function decides, and its answer may be kept for a while.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
import { z } from 'zod'
import { FunctionError, type Invoke } from '../lambda/invoke.ts'
import type { Authorizer, AuthorizerRequest, Verdict } from './authorizer.ts'
import { TIMED_OUT, within } from './deadline.ts'
import { identityReader, readIdentity } from './identity-source.ts'
import { mayInvoke, policyResponse } from './invoke-policy.ts'

export type LambdaAuthorizerOptions = {
  invoke: Invoke
  /** `$request.header.X`, `$request.querystring.x`, `$context.routeKey`, … */
  identitySource: readonly string[]
  payloadFormatVersion: '2.0'
  enableSimpleResponses: boolean
  /** AuthorizerResultTtlInSeconds; 0 asks the function every time. */
  ttlSeconds: number
  now?: () => number
}

type Decide = (routeArn: string) => Verdict

const AUTHORIZER_MAX_MS = 10_000 // the service allows an authorizer no more

const simpleResponse = z.object({
  isAuthorized: z.boolean(),
  context: z.record(z.string(), z.unknown()).nullish(),
})

const bySimpleResponse = (answer: unknown): Decide => {
  const { isAuthorized, context } = simpleResponse.parse(answer)
  return () =>
    isAuthorized ? { allowed: true, context: { lambda: context ?? {} } } : { allowed: false, status: 403 }
}

const byPolicy = (answer: unknown): Decide => {
  const { policyDocument, context } = policyResponse.parse(answer)
  return (routeArn) =>
    mayInvoke(policyDocument, routeArn)
      ? { allowed: true, context: { lambda: context ?? {} } }
      : { allowed: false, status: 403 }
}

const authorizerEvent = ({ event, routeArn }: AuthorizerRequest, identitySource: string[]) => {
  const { body: _, isBase64Encoded: __, ...rest } = event
  return { ...rest, version: '2.0', type: 'REQUEST', routeArn, identitySource }
}

export const createLambdaAuthorizer = (options: LambdaAuthorizerOptions): Authorizer => {
  const { invoke, enableSimpleResponses, ttlSeconds, now = Date.now } = options
  const readers = options.identitySource.map(identityReader)
  const understand = enableSimpleResponses ? bySimpleResponse : byPolicy
  const keeps = ttlSeconds > 0 && readers.length > 0
  const kept = new Map<string, { decide: Decide; until: number }>()

  const keep = (key: string, decide: Decide) => {
    for (const [old, { until }] of kept) if (until <= now()) kept.delete(old)
    kept.set(key, { decide, until: now() + ttlSeconds * 1000 })
  }

  const ask = async (request: AuthorizerRequest, identity: string[]): Promise<Decide> => {
    const answer = await within(AUTHORIZER_MAX_MS, invoke(authorizerEvent(request, identity)))
    if (answer === TIMED_OUT) throw new Error('The authorizer took too long.')
    return understand(answer)
  }

  return async (request) => {
    const identity = readIdentity(readers, request.event)
    if (!identity) return { allowed: false, status: 401 }
    const key = JSON.stringify(identity)
    const known = kept.get(key)
    if (known && known.until > now()) return known.decide(request.routeArn)
    try {
      const decide = await ask(request, identity)
      if (keeps) keep(key, decide)
      return decide(request.routeArn)
    } catch (error) {
      // The one way in which a function that answers with policies can say 401 instead of 403.
      const isRefusal = error instanceof FunctionError && error.message === 'Unauthorized'
      return { allowed: false, status: isRefusal ? 401 : 500 }
    }
  }
}
