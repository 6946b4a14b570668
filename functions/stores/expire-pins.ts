// The pins of a project in its expiry: what stands is held, and what somebody took away goes by the project's days.
import type { Project } from '../../core/projects/project.ts'
import { isPast, keptUntil } from '../../core/sessions/kept-session.ts'
import type { AnnotationStore } from './annotations.ts'
import type { AssetStore } from './assets.ts'
import type { PinnedEnds } from './pinned-ends.ts'
import type { PinRow, PinStore } from './pins.ts'
import type { SessionStore } from './sessions.ts'

type Deps = {
  pins: Pick<PinStore, 'list' | 'remove'>
  ends: PinnedEnds
  sessions: Pick<SessionStore, 'read' | 'write' | 'remove'>
  ofSession: { removeAll(projectId: string, sessionId: string): Promise<number> }
  annotations: Pick<AnnotationStore, 'removeAll'>
  assets: Pick<AssetStore, 'readMap'>
  /** A project that was deleted keeps nothing for longer. */
  isThere: (projectId: string) => Promise<boolean>
  now: () => number
}

/** Milliseconds for which a row may stand before its session's item says the same: longer than any request runs. */
const SETTLE_MS = 15 * 60_000

export type ExpirePins = ReturnType<typeof expirePins>

export const expirePins = (deps: Deps) => {
  const { pins, ends, sessions, ofSession, annotations, assets, isThere, now } = deps

  const removeSession = async (projectId: string, row: PinRow, days: number): Promise<void> => {
    await ofSession.removeAll(projectId, row.sessionId)
    await annotations.removeAll({ projectId, sessionId: row.sessionId })
    await sessions.remove(projectId, row.sessionId)
    await ends.releasePerson(projectId, row, days)
    await pins.remove(projectId, row.sessionId, row.at)
  }

  const rowsById = async (projectId: string): Promise<Map<string, PinRow>> =>
    new Map((await pins.list(projectId)).map((row) => [row.sessionId, row]))

  return {
    /** As they stand at this very moment. */
    pinned: rowsById,

    /** The hashes of what pinned recordings show beside themselves. */
    assetsOf: async (projectId: string): Promise<Set<string>> => {
      const hashes = new Set<string>()
      for (const { sessionId, withReplay } of await pins.list(projectId)) {
        if (!withReplay) continue
        const map = await assets.readMap({ projectId, sessionId })
        for (const { hash } of map?.assets ?? []) hashes.add(hash)
      }
      return hashes
    },

    /** Undefined when the time was over before all of them were seen to; else how many sessions went. */
    settle: async (
      projectId: string,
      { eventDays }: Project['retention'],
      hasTime: () => boolean,
    ): Promise<number | undefined> => {
      let removed = 0
      const rows = await pins.list(projectId)
      const stands = rows.length > 0 && (await isThere(projectId))
      for (const row of rows) {
        if (!hasTime()) return undefined
        const { state, revision } = await sessions.read(projectId, row.sessionId)
        if (state?.pinned && stands) {
          await ends.hold(state)
          continue
        }
        if (now() - row.at < SETTLE_MS) continue
        const free = state && { ...state, pinned: null, keepDays: eventDays }
        if (!free || isPast(free.lastSeenAt, eventDays, now())) {
          await removeSession(projectId, row, eventDays)
          removed += 1
          continue
        }
        // Changed since it was read: the next run looks again.
        if (state?.pinned && !(await sessions.write(free, revision))) continue
        const end = Math.ceil(keptUntil(free.lastSeenAt, eventDays) / 1000)
        await ends.release(projectId, row, end, eventDays)
      }
      return removed
    },
  }
}
