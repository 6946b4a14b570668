// The tab's id, its count of batches, and the batches that its last page could not send.
import type { CutBatch } from '../transport/queue.ts'
import { readJson, type Store } from './store.ts'
import { uuidV4 } from './uuid.ts'

export type Tab = {
  readonly id: string
  nextSeq: () => number
  /** Gives the id back for the tab's next page, with what that page should send first. */
  release: (unsent: CutBatch[]) => void
  /** Takes the id that this tab's last page gave back, or a new one, and returns what was left unsent. */
  take: () => CutBatch[]
}

type TabRecord = { id: string; seq: number; unsent: CutBatch[] }

/**
 * A browser copies sessionStorage when a tab is duplicated or opens another. So the record lies there only between two
 * pages: a living page holds it, and a copy of its storage finds none and becomes a tab of its own.
 */
export const openTab = (store: Store, key: string): Tab => {
  let record: TabRecord
  const take = () => {
    const left = readJson(store, key)
    record = left?.unsent ? left : { id: uuidV4(), seq: 0, unsent: [] }
    store.remove(key)
    return record.unsent
  }
  return {
    get id() {
      return record.id
    },
    nextSeq: () => record.seq++,
    release: (unsent) => store.set(key, JSON.stringify({ ...record, unsent })),
    take,
  }
}
