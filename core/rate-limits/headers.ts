// The verdicts on a request as header fields, by draft-ietf-httpapi-ratelimit-headers (RateLimit header fields for HTTP).
import { meterOf } from './meter-of.ts'
import type { Verdict } from './verdict.ts'

/** Structured fields: lists of strings with parameters. What could not be asked has no numbers to tell. */
export const rateLimitHeaders = (verdicts: readonly Verdict[]): Record<string, string> => {
  const policies = verdicts.map(({ policy }) => {
    const { capacity, windowSeconds } = meterOf(policy)
    return `"${policy.name}";q=${capacity};w=${windowSeconds}`
  })
  const standings = verdicts
    .filter(({ degraded }) => !degraded)
    .map(({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`)
  const retryAfter = retryAfterSeconds(verdicts)
  return {
    ...(policies.length > 0 && { 'ratelimit-policy': policies.join(', ') }),
    ...(standings.length > 0 && { ratelimit: standings.join(', ') }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  }
}

/** When all that refused may admit; nothing if one of them never will. */
export const retryAfterSeconds = (verdicts: readonly Verdict[]): number | undefined => {
  const waits = verdicts.filter(({ allowed }) => !allowed).map((verdict) => verdict.retryAfterSeconds)
  return waits.reduce<number | undefined>(
    (longest, wait) => (wait === undefined || longest === undefined ? undefined : Math.max(longest, wait)),
    waits.length > 0 ? 0 : undefined,
  )
}
