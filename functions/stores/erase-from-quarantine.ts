// Looks for people in what could not be read and what was given up, and removes the records that are about them.
import type { Finder } from '../../core/erasure/is-about.ts'
import { GIVEN_UP_PREFIX } from '../../core/quarantine/quarantined.ts'
import { givenUpRecords } from './given-up-records.ts'
import type { QuarantinedStore } from './quarantined.ts'
import { legible } from './record-bytes.ts'

type Store = Pick<QuarantinedStore, 'list' | 'content' | 'rewrite' | 'remove'>

/** Returns how many records each finder had found. */
export const eraseFromQuarantine = async (store: Store, finders: Finder[]): Promise<number[]> => {
  const found = finders.map(() => 0)
  const isAboutAny = (texts: string[]): boolean => {
    let about = false
    for (const [at, isAbout] of finders.entries()) {
      if (!texts.some(isAbout)) continue
      found[at] = (found[at] ?? 0) + 1
      about = true
    }
    return about
  }
  for await (const { key } of store.list()) {
    const content = await store.content(key)
    if (content === undefined) continue
    const given = key.startsWith(GIVEN_UP_PREFIX) ? givenUpRecords(content) : undefined
    if (!given) {
      if (isAboutAny(textsOf(content))) await store.remove(key)
      continue
    }
    const left = given.records.filter((record) => !isAboutAny(textsOf(record)))
    if (left.length === given.records.length) continue
    if (left.length === 0) await store.remove(key)
    else await store.rewrite(key, given.with(left))
  }
  return found
}

/** Of a record its data and its partition key, which names the session even of rubbish; of anything else all of it. */
const textsOf = (content: unknown): string[] => {
  const { kinesis, ...own } = (content ?? {}) as Sent & { kinesis?: Sent }
  const { data, partitionKey = '' } = kinesis ?? own
  return typeof data === 'string'
    ? [legible(Buffer.from(data, 'base64')), String(partitionKey)]
    : [JSON.stringify(content)]
}

type Sent = { data?: unknown; partitionKey?: unknown }
