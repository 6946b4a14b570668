// What of a quarantined object belongs to one project: the partition key names it, even where the data is rubbish.
import type { Quarantined } from './quarantined.ts'

/** Undefined when nothing of it does. */
export const ownPart = (object: Quarantined, projectId: string): Quarantined | undefined => {
  const records = object.records.filter(({ partitionKey }) => isOwn(partitionKey, projectId))
  return records.length > 0 ? { ...object, records } : undefined
}

export const isOwn = (partitionKey: string, projectId: string): boolean =>
  partitionKey.startsWith(`${projectId}#`)

/** Null where the key names none. */
export const sessionIdIn = (partitionKey: string): string | null => {
  const at = partitionKey.indexOf('#')
  return at < 0 ? null : partitionKey.slice(at + 1) || null
}
