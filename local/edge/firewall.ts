// AWS WAF for one machine: counts the requests of each address and answers those that are too many.
import type { EdgeRequest, EdgeResponse } from './edge-message.ts'
import { errorPage } from './error-page.ts'
import { type FirewallConfig, parseFirewallConfig, type RuleConfig } from './firewall-config.ts'
import { createRateCounter } from './rate-counter.ts'

/** The answer to a request that is blocked, or nothing. */
export type Firewall = (ip: string, request: EdgeRequest) => EdgeResponse | undefined

type Bodies = FirewallConfig['CustomResponseBodies']

const CONTENT_TYPES = {
  APPLICATION_JSON: 'application/json',
  TEXT_HTML: 'text/html',
  TEXT_PLAIN: 'text/plain',
}

const answerOf = (rule: RuleConfig, bodies: Bodies, { method, uri }: EdgeRequest): EdgeResponse => {
  const custom = rule.Action.Block.CustomResponse
  if (!custom) return errorPage({ status: 403, reason: 'Request blocked.' }, method, uri)
  const given = bodies[custom.CustomResponseBodyKey ?? '']
  const body = Buffer.from(given?.Content ?? '')
  return {
    status: custom.ResponseCode,
    headers: {
      ...Object.fromEntries(custom.ResponseHeaders.map(({ Name, Value }) => [Name.toLowerCase(), [Value]])),
      ...(given && { 'content-type': [CONTENT_TYPES[given.ContentType]] }),
      'content-length': [String(body.length)],
    },
    body,
    cache: 'Error from cloudfront',
  }
}

/** Takes the properties of an AWS::WAFv2::WebACL; throws for what of them is not known here. */
export const createFirewall = (properties: unknown, now: () => number = Date.now): Firewall => {
  const { Rules, CustomResponseBodies } = parseFirewallConfig(properties)
  const rules = Rules.toSorted((one, other) => one.Priority - other.Priority).map((rule) => {
    const { EvaluationWindowSec, Limit } = rule.Statement.RateBasedStatement
    return { rule, limit: Limit, counter: createRateCounter(EvaluationWindowSec * 1_000, now) }
  })
  return (ip, request) => {
    // The first rule that blocks ends it: those behind it do not count the request.
    const blocking = rules.find(({ counter, limit }) => counter.count(ip) > limit)
    return blocking && answerOf(blocking.rule, CustomResponseBodies, request)
  }
}
