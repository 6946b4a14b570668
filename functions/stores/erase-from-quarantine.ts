// Looks for people in what could not be read and what was given up, and removes the records that are about them.
import type { Finder } from '../../core/erasure/is-about.ts'
import { GIVEN_UP_PREFIX } from '../../core/quarantine/quarantined.ts'
import type { QuarantinedStore } from './quarantined.ts'

type Store = Pick<QuarantinedStore, 'list' | 'content' | 'rewrite' | 'remove'>

/** Returns how many records each finder had found. */
export const eraseFromQuarantine = async (store: Store, finders: Finder[]): Promise<number[]> => {
  const found = finders.map(() => 0)
  const isAboutAny = (text: string): boolean => {
    let about = false
    for (const [at, isAbout] of finders.entries()) {
      if (!isAbout(text)) continue
      found[at] = (found[at] ?? 0) + 1
      about = true
    }
    return about
  }
  for await (const { key } of store.list()) {
    const content = await store.content(key)
    if (content === undefined) continue
    const given = key.startsWith(GIVEN_UP_PREFIX) ? givenUp(content) : undefined
    if (!given) {
      if (isAboutAny(textOf(content))) await store.remove(key)
      continue
    }
    const left = given.records.filter((record) => !isAboutAny(textOf(record)))
    if (left.length === given.records.length) continue
    if (left.length === 0) await store.remove(key)
    else await store.rewrite(key, given.with(left))
  }
  return found
}

/** Of a record its data as text; of anything else all of it. */
const textOf = (content: unknown): string => {
  const { data, kinesis } = (content ?? {}) as { data?: unknown; kinesis?: { data?: unknown } }
  const base64 = data ?? kinesis?.data
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf8') : JSON.stringify(content)
}

/** What Lambda keeps: the event is JSON, or JSON as a text. */
const givenUp = (content: unknown) => {
  const whole = content as { payload?: unknown }
  const asText = typeof whole.payload === 'string'
  const payload = (asText ? parsed(whole.payload as string) : whole.payload) as { Records?: unknown }
  if (!Array.isArray(payload?.Records)) return undefined
  return {
    records: payload.Records as unknown[],
    with: (Records: unknown[]) => ({
      ...whole,
      payload: asText ? JSON.stringify({ ...payload, Records }) : { ...payload, Records },
    }),
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
