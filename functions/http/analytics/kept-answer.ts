// An answer that was given before, as long as it may be given again.
import { canonical } from '../../../core/analytics/canonical.ts'
import { daysOf } from '../../../core/analytics/engine.ts'
import type { Range } from '../../../core/analytics/range.ts'
import { ANALYTICS_CLOSED_TTL_SECONDS, ANALYTICS_OPEN_TTL_SECONDS } from '../../../core/limits.ts'
import type { Stores } from './stores.ts'

type Deps = Pick<Stores, 'engine' | 'answers' | 'erasures'>

type Asked = { question: string; params: object; range: Range; before?: Range | undefined }

/**
 * The name of an answer says how often something was erased: what was computed before an erasure has another name. About
 * a range that still runs it also says what the lake has, unless the question may be answered so for a while.
 */
export const keptAnswer =
  ({ engine, answers, erasures }: Deps) =>
  async <T>(
    projectId: string,
    asked: Asked,
    openTtlSeconds: number | undefined,
    compute: () => Promise<T>,
  ): Promise<{ answer: T; cache: 'hit' | 'miss' }> => {
    const { range } = asked
    const passes = await erasures.passes(projectId)
    const mayWait = range.closed || openTtlSeconds !== undefined
    const stamp = mayWait ? '' : await (await engine()).stampOf(daysOf(projectId, range))
    const ttl = range.closed ? ANALYTICS_CLOSED_TTL_SECONDS : (openTtlSeconds ?? ANALYTICS_OPEN_TTL_SECONDS)
    // What may wait is the same question a minute later, though its range has gone on.
    const named = mayWait && !range.closed ? { from: range.from, timeZone: range.timeZone } : range
    const name = canonical({ v: 1, ...asked, range: named, passes, stamp })
    const found = await answers.find(projectId, name, ttl)
    if (found !== undefined) return { answer: found as T, cache: 'hit' }
    const answer = await compute()
    await answers.keep(projectId, name, answer)
    return { answer, cache: 'miss' }
  }
