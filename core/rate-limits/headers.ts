// Limits as headers: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
import { capacityOf, windowOf } from './policies.ts'
import type { Verdict } from './verdict.ts'

export const rateLimitHeaders = (verdicts: Verdict[]): Record<string, string> => {
  const last = [...new Map(verdicts.map((verdict) => [verdict.policy.name, verdict])).values()]
  if (last.length === 0) return {}
  return {
    'ratelimit-policy': last
      .map(({ policy }) => `"${policy.name}";q=${capacityOf(policy)};w=${windowOf(policy)}`)
      .join(', '),
    ratelimit: last
      .map(({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`)
      .join(', '),
  }
}
