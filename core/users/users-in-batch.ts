// What a batch says of its users: that they were here, that they logged in, and their traits.

import { saysTraits } from '../events/event-names.ts'
import type { StampedBatch, StampedEvent } from '../ingest/stamped-batch.ts'
import type { JsonValue } from '../json/json-value.ts'
import { foldTraits, type Traits, traitsOf } from './traits.ts'

export type UserNews = {
  userId: string
  /** When it last did something. */
  activeAt: number
  loginAt: number | null
  traits: Traits
}

/** In any order, and twice, they come to the same. */
export const usersIn = (batches: readonly StampedBatch[]): UserNews[] => {
  const news = new Map<string, UserNews>()
  for (const event of batches.flatMap(({ events }) => events)) {
    const { userId, ts } = event
    if (userId === undefined) continue
    const known = news.get(userId) ?? { userId, activeAt: ts, loginAt: null, traits: {} }
    news.set(userId, {
      userId,
      activeAt: Math.max(known.activeAt, ts),
      loginAt: event.name === 'login' ? Math.max(known.loginAt ?? ts, ts) : known.loginAt,
      traits: foldTraits(known.traits, traitsIn(event)),
    })
  }
  return [...news.values()]
}

const traitsIn = ({ name, props, ts }: StampedEvent): Traits => {
  const said = saysTraits(name) ? props['traits'] : undefined
  return isObject(said) ? traitsOf(said, 'event', ts) : {}
}

const isObject = (value: JsonValue | undefined): value is Record<string, JsonValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
