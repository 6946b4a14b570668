// Who watched a session: a row of its own for each beside what members add to it, written with the entry in the audit log.
import { type Watcher, watcherSchema } from '../../core/sessions/watcher.ts'
import type { AnnotationStore } from './annotations.ts'

type Session = { projectId: string; sessionId: string }

export type WatcherStore = ReturnType<typeof watchers>

export const watchers = (rows: Pick<AnnotationStore, 'find' | 'list' | 'put'>) => ({
  /** `expiresAt` is when its session ends. */
  note: async (
    session: Session,
    { kind, id, name, at }: Pick<Watcher, 'kind' | 'id' | 'name'> & { at: number },
    expiresAt: number,
  ): Promise<void> => {
    const row = await rows.find(session, 'watcher', id)
    const before = row && watcherSchema.parse(row)
    const value: Watcher = {
      kind,
      id,
      name,
      firstAt: before?.firstAt ?? at,
      lastAt: at,
      times: (before?.times ?? 0) + 1,
    }
    await rows.put({ ...session, kind: 'watcher', id, value, expiresAt })
  },

  list: async (session: Session): Promise<Watcher[]> =>
    (await rows.list(session, 'watcher'))
      .map((row) => watcherSchema.parse(row))
      .sort((a, b) => b.lastAt - a.lastAt),
})
