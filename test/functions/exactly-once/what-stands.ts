// What readers find in the stores: each thing once, however often it was written.
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { eventsOf } from '../../../core/sessions/session-events.ts'
import { unpackLines } from '../../../functions/stores/ndjson.ts'
import { stateOf } from '../../../functions/stores/session-item.ts'
import { sessionParts } from '../../../functions/stores/session-parts.ts'
import { clientsOf, type Memory } from './memory-aws.ts'

export const whatStands = async (memory: Memory) => {
  const { s3 } = clientsOf(memory, { dead: false }, { fault: () => 'none', turn: async () => {} })
  const parts = sessionParts(s3, 'sessions')
  const items = rowsOf(memory, 'sessions')
  const stored: Record<string, { events: SessionEvent[]; batches: StampedBatch[] }> = {}
  for (const { sessionKey } of items) {
    const [projectId = '', sessionId = ''] = String(sessionKey).split('#')
    const batches = await parts.readAll(projectId, sessionId)
    const once = firstOf(batches, ({ tabId, seq }) => `${tabId}#${seq}`)
    stored[String(sessionKey)] = { events: eventsOf(batches), batches: once }
  }
  const objects = (bucket: string) => [...memory.objects].filter(([key]) => key.startsWith(`${bucket}/`))
  const rows = objects('lake/events').flatMap(([, bytes]) => unpackLines(bytes) as LakeRow[])
  return {
    items,
    people: rowsOf(memory, 'people'),
    logins: [...memory.logins].sort(),
    stored,
    lake: firstOf(rows, ({ eventId }) => eventId),
    quarantined: objects('quarantine')
      .map(([, bytes]) => JSON.parse(Buffer.from(bytes).toString('utf8')))
      .sort(byText),
  }
}

/** How often an item was written says nothing to a reader, nor in which order what is packed in it came. */
const rowsOf = (memory: Memory, table: string): Record<string, unknown>[] =>
  [...(memory.tables.get(table)?.values() ?? [])]
    .map(({ revision: _, packed, ...item }) => (packed ? { ...item, state: stateOf({ packed }) } : item))
    .sort(byText)

/** Of what was stored more than once, the one that was received first: a page may have sent it again. */
const firstOf = <T extends { receivedAt: number }>(all: T[], nameOf: (one: T) => string): T[] => {
  const found = new Map<string, T>()
  for (const one of all) {
    const earlier = found.get(nameOf(one))
    if (!earlier || one.receivedAt < earlier.receivedAt) found.set(nameOf(one), one)
  }
  return [...found.values()].sort(byText)
}

const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
