// Works on groups of deliveries side by side: one that fails keeps no other from being done.
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { type Delivery, FailedFrom } from './delivery.ts'

/** Calls under way at once: enough to hide latency, few enough for the connections of a client. */
const CONCURRENCY = 16

export type Group<T> = { key: string; items: [T, ...T[]] }

export const groupBy = <T>(items: T[], keyOf: (item: T) => string): Group<T>[] => {
  const groups = new Map<string, Group<T>>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.items.push(item)
    else groups.set(key, { key, items: [item] })
  }
  return [...groups.values()]
}

/** Throws `FailedFrom` the first delivery of the groups that failed, when all have been tried. */
export const eachGroup = async <T>(
  groups: Group<T>[],
  deliveryOf: (item: T) => Delivery,
  work: (items: [T, ...T[]]) => Promise<void>,
): Promise<void> => {
  const waiting = [...groups]
  const failures: FailedFrom[] = []
  const worker = async (): Promise<void> => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      try {
        await work(group.items)
      } catch (error) {
        const [first, ...rest] = group.items
        failures.push(new FailedFrom([deliveryOf(first), ...rest.map(deliveryOf)], error))
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  const [first, ...rest] = failures
  if (first) throw rest.reduce((a, b) => (b.delivery.position < a.delivery.position ? b : a), first)
}

/** A record is of one session, and a session of one shard. */
export const sessionOf = ({ batch }: Delivery): string => `${batch.projectId}#${batch.sessionId}`

export const eachSession = (
  deliveries: Delivery[],
  work: (batches: [StampedBatch, ...StampedBatch[]]) => Promise<void>,
): Promise<void> =>
  eachGroup(
    groupBy(deliveries, sessionOf),
    (delivery) => delivery,
    (delivered) => work(batchesOf(delivered)),
  )

export const batchesOf = ([first, ...rest]: [Delivery, ...Delivery[]]): [StampedBatch, ...StampedBatch[]] => [
  first.batch,
  ...rest.map(({ batch }) => batch),
]
