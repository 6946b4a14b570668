// Batches that could not be sent, kept in IndexedDB for whichever page of the site comes next.
import { SPOOL_MAX_AGE_MS, SPOOL_MAX_CHARS } from '../limits.ts'
import type { CutBatch } from '../transport/queue.ts'
import type { Spool } from '../transport/sender.ts'
import type { Undo } from '../undo.ts'

type Kept = { at: number; batch: CutBatch }

const STORE = 'batches'
const keyOf = ({ tabId, seq }: CutBatch) => `${tabId} ${seq}`
const sizeOf = ({ events, replay }: CutBatch) => events.length + replay.length

/** A browser without it, or that refuses it, keeps nothing; the page never hears of it. */
export const openSpool = (name: string, now: () => number): Spool & { close: Undo } => {
  let database: IDBDatabase | undefined
  let closed = false
  let chars = 0
  /** Keys of what is there, once it was read: a look at the disk with each batch would be felt. */
  const held = new Set<string>()
  let isRead = false

  const opened = new Promise<void>((done, fail) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onerror = fail
    request.onsuccess = () => {
      database = request.result
      // Another page wants to delete it.
      database.onversionchange = close
      if (closed) close()
      done()
    }
  })
  opened.catch(() => {})

  const close = () => {
    closed = true
    database?.close()
    database = undefined
  }

  const change = (act: (store: IDBObjectStore) => void) => {
    try {
      const transaction = database?.transaction(STORE, 'readwrite')
      if (!transaction) return
      act(transaction.objectStore(STORE))
      // A page that goes does not live to see it end by itself.
      transaction.commit?.()
    } catch {
      // The disk is full, or the database has gone: what was kept is lost, as it was without it.
    }
  }

  const remove = (batch: CutBatch) => {
    if (held.delete(keyOf(batch)) || !isRead) change((store) => store.delete(keyOf(batch)))
  }

  return {
    all: () =>
      opened.then(
        () =>
          new Promise<CutBatch[]>((done) => {
            const request = database?.transaction(STORE).objectStore(STORE).getAll()
            if (!request) return done([])
            request.onsuccess = () => {
              const kept = (request.result as Kept[]).sort((a, b) => a.at - b.at || a.batch.seq - b.batch.seq)
              const isOld = ({ at }: Kept) => now() - at > SPOOL_MAX_AGE_MS
              for (const { batch } of kept) held.add(keyOf(batch))
              isRead = true
              for (const { batch } of kept.filter(isOld)) remove(batch)
              done(kept.filter((one) => !isOld(one)).map(({ batch }) => batch))
            }
          }),
      ),
    put: (batch) => {
      if (held.has(keyOf(batch)) || chars + sizeOf(batch) > SPOOL_MAX_CHARS) return
      held.add(keyOf(batch))
      chars += sizeOf(batch)
      change((store) => store.put({ at: now(), batch } satisfies Kept, keyOf(batch)))
    },
    remove,
    close,
  }
}
