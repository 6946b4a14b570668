// Removes what is past its project's retention, once a day: by the days that the project has now, longer or shorter than
// before. What is pinned stays.
import { dayOf } from '../../core/lake/day.ts'
import type { Project } from '../../core/projects/project.ts'
import { isPast } from '../../core/sessions/kept-session.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { type AnnotationStore, annotations } from '../stores/annotations.ts'
import { assets } from '../stores/assets.ts'
import { type ExpirePins, expirePins } from '../stores/expire-pins.ts'
import { type ExpiredObjects, expiredObjects } from '../stores/expired-objects.ts'
import { type ExpiryStore, expiries } from '../stores/expiries.ts'
import { type PeopleStore, people } from '../stores/people.ts'
import { pinnedEnds } from '../stores/pinned-ends.ts'
import { pins } from '../stores/pins.ts'
import { projects } from '../stores/projects.ts'
import { sessionObjects } from '../stores/session-objects.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = {
  expiries: ExpiryStore
  retentionOf: (projectId: string) => Promise<Project['retention']>
  objects: ExpiredObjects
  sessions: Pick<SessionStore, 'oldestFirst' | 'keepUntil' | 'remove'>
  ofSession: { removeAll(projectId: string, sessionId: string): Promise<number> }
  annotations: Pick<AnnotationStore, 'removeAll' | 'keepUntil'>
  people: Pick<PeopleStore, 'keepFor'>
  pins: ExpirePins
  now: () => number
}

/** Milliseconds before its end at which a run begins nothing new. */
const RESERVE_MS = 60_000
const DAY_MS = 24 * 60 * 60_000

export const expire =
  ({ expiries, retentionOf, objects, sessions, ofSession, annotations, people, pins, now }: Deps) =>
  async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    const done = { projects: 0, objects: 0, renewed: 0, lakeDays: 0, sessions: 0, prolonged: 0, failed: 0 }
    const hasTime = () => remainingMs() >= RESERVE_MS
    let failure: unknown

    /** Items that keep themselves too long or not long enough; the others the table ends by itself, and for nothing. */
    const settleItems = async (projectId: string, eventDays: number, longer: boolean): Promise<boolean> => {
      // Before the pins are read: what is pinned later was still kept then, and so is not past its time here.
      const at = now()
      const pinned = await pins.pinned(projectId)
      const before = longer ? at : at - eventDays * DAY_MS
      for await (const { state, expiresAt } of sessions.oldestFirst(projectId, before)) {
        if (!hasTime()) return false
        const { sessionId, visitorId, lastSeenAt } = state
        if (pinned.has(sessionId)) continue
        const end = Math.ceil(lastSeenAt / 1000) + eventDays * (DAY_MS / 1000)
        if (isPast(lastSeenAt, eventDays, at)) {
          if (expiresAt <= now() / 1000) continue
          await ofSession.removeAll(projectId, sessionId)
          await annotations.removeAll({ projectId, sessionId })
          await sessions.remove(projectId, sessionId)
          await people.keepFor(projectId, visitorId, eventDays, now())
          done.sessions++
        } else if (longer && expiresAt < end) {
          await sessions.keepUntil(state, end)
          await annotations.keepUntil({ projectId, sessionId }, end)
          await people.keepFor(projectId, visitorId, eventDays, now())
          done.prolonged++
        }
      }
      return true
    }

    /** True when all of it is done for today. */
    const settle = async (projectId: string): Promise<boolean> => {
      const retention = await retentionOf(projectId)
      const { eventDays } = retention
      const before = await expiries.read(projectId)
      const changed = before !== undefined && before.eventDays !== eventDays
      if (before?.doneOn === dayOf(now()) && !changed) return true
      done.projects++
      const unpinned = await pins.settle(projectId, retention, hasTime)
      if (unpinned === undefined) return false
      done.sessions += unpinned
      // Before anything goes: what is to be kept for longer may be about to end.
      if (!(await settleItems(projectId, eventDays, changed && eventDays > before.eventDays))) return false
      done.lakeDays += await objects.removeLakeDays(projectId, retention)
      let after = before?.after ?? undefined
      for (;;) {
        if (!hasTime()) {
          await expiries.write(projectId, { doneOn: null, eventDays, after: after ?? null })
          return false
        }
        const pinned = () => pins.pinned(projectId)
        const { removed, renewed, next } = await objects.removeFrom(projectId, retention, after, pinned)
        done.objects += removed
        done.renewed += renewed
        if (next === undefined) break
        after = next
      }
      if (!hasTime()) return false
      const { removed, renewed } = await objects.removeAssets(projectId, retention, () =>
        pins.assetsOf(projectId),
      )
      done.objects += removed
      done.renewed += renewed
      await expiries.write(projectId, { doneOn: dayOf(now()), eventDays, after: null })
      return true
    }

    for (const projectId of await objects.projects()) {
      if (!hasTime()) return { ...done, complete: false }
      try {
        if (!(await settle(projectId))) return { ...done, complete: false }
      } catch (error) {
        // One project that fails must not keep the others for longer than they want.
        done.failed++
        failure ??= error
        log.error('retention', { projectId, ...errorFields(error) })
      }
    }
    if (done.failed > 0)
      throw new Error(`the retention of ${done.failed} projects failed`, { cause: failure })
    return { ...done, complete: true }
  }

const env = readEnvironment([
  'SESSIONS_TABLE',
  'PEOPLE_TABLE',
  'CONFIGURATION_TABLE',
  'SESSION_BUCKET',
  'LAKE_BUCKET',
])

const now = Date.now
const ofProjects = projects(dynamodb, env.CONFIGURATION_TABLE)
const stores = {
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
  ofSession: sessionObjects(s3, env.SESSION_BUCKET),
  annotations: annotations(dynamodb, env.PEOPLE_TABLE, now),
  people: people(dynamodb, env.PEOPLE_TABLE),
}
const pinRows = pins(dynamodb, env.PEOPLE_TABLE)

export const handler = schedule(
  expire({
    ...stores,
    expiries: expiries(dynamodb, env.PEOPLE_TABLE),
    retentionOf: ofProjects.retentionOf,
    objects: expiredObjects({ client: s3, sessions: env.SESSION_BUCKET, lake: env.LAKE_BUCKET, now }),
    pins: expirePins({
      ...stores,
      pins: pinRows,
      ends: pinnedEnds({ ...stores, pins: pinRows, now }),
      assets: assets(s3, env.SESSION_BUCKET),
      isThere: async (projectId) => (await ofProjects.find(projectId)) !== undefined,
      now,
    }),
    now,
  }),
)
