// One pass of a project's erasures through every store. Killed anywhere and begun again, it ends the same.
import { finderOf, type Person } from '../../core/erasure/is-about.ts'
import { afterPass, type OpenErasure, receiptOf, withCounts } from '../../core/erasure/open-erasure.ts'
import type { AnnotationStore } from './annotations.ts'
import type { AnswerStore } from './answers.ts'
import type { ConnectionStore } from './connections.ts'
import type { EraseFromLake } from './erase-from-lake.ts'
import { eraseFromQuarantine } from './erase-from-quarantine.ts'
import type { ErasureStore, Open } from './erasures.ts'
import type { ForgetUser } from './forget-user.ts'
import { OutOfTime } from './merge-session.ts'
import type { PeopleStore } from './people.ts'
import type { PinStore } from './pins.ts'
import type { QuarantinedStore } from './quarantined.ts'
import type { SessionObjects } from './session-objects.ts'
import type { SessionStore } from './sessions.ts'
import type { SuppressionStore } from './suppressions.ts'

export type ErasePeopleDeps = {
  erasures: ErasureStore
  suppressions: Pick<SuppressionStore, 'suppress'>
  sessions: Pick<SessionStore, 'idsOf' | 'read' | 'remove'>
  objects: SessionObjects
  annotations: Pick<AnnotationStore, 'removeAll'>
  pins: Pick<PinStore, 'remove'>
  people: Pick<PeopleStore, 'visitorsOf' | 'removeVisitor' | 'removeLinks'>
  connections: Pick<ConnectionStore, 'unwatch'>
  forgetUser: ForgetUser
  quarantined: Pick<QuarantinedStore, 'list' | 'content' | 'rewrite' | 'remove'>
  lake: EraseFromLake
  answers: Pick<AnswerStore, 'removeAll'>
  /** Milliseconds for which the stream keeps what it was given. */
  streamMs: number
  now: () => number
}

/** Another run goes on with it. */
export class Overtaken extends Error {}

/** Sessions worked on at once. */
const CONCURRENCY = 8

export const erasePeople = (deps: ErasePeopleDeps) => {
  const {
    erasures,
    suppressions,
    sessions,
    objects,
    annotations,
    pins,
    people,
    connections,
    forgetUser,
    quarantined,
    lake,
    answers,
    now,
  } = deps

  const save = async (open: Open, erasure: OpenErasure): Promise<void> => {
    if (!(await erasures.saveOpen(erasure, open.revision))) throw new Overtaken('Another run has gone on.')
    Object.assign(open, { erasure, revision: open.revision + 1 })
  }

  const personOf = async ({ erasure }: Open): Promise<Person> => {
    const noted = async (kind: 'visitor' | 'session') =>
      (await erasures.noted(erasure.erasureId, kind)).map(({ id }) => id)
    return {
      visitorIds: [...new Set([...erasure.visitorIds, ...(await noted('visitor'))])],
      userIds: erasure.userIds,
      sessionIds: await noted('session'),
    }
  }

  /** Whose it all is: noted before anything goes, for the links that lead there go, too. */
  const find = async (open: Open): Promise<void> => {
    const { projectId, erasureId, userIds } = open.erasure
    await suppressions.suppress(projectId, open.erasure)
    for (const userId of userIds) {
      for (const id of await people.visitorsOf(projectId, userId))
        await erasures.note(erasureId, 'visitor', id)
    }
    const { visitorIds } = await personOf(open)
    await suppressions.suppress(projectId, { visitorIds, userIds: [] })
    const of = [
      ...userIds.map((id) => ['user', id] as const),
      ...visitorIds.map((id) => ['visitor', id] as const),
    ]
    for (const [kind, id] of of) {
      for (const sessionId of await sessions.idsOf(projectId, kind, id))
        await erasures.note(erasureId, 'session', sessionId)
    }
  }

  /** The item first: readers see nothing of it any more, and no finisher begins with it. */
  const removeSessions = async (open: Open, hasTime: () => boolean): Promise<void> => {
    const { projectId, erasureId, pass } = open.erasure
    const left = (await erasures.noted(erasureId, 'session')).filter((noted) => noted.pass < pass)
    for (let at = 0; at < left.length; at += CONCURRENCY) {
      if (!hasTime()) throw new OutOfTime('The erasure goes on with the next run.')
      const some = left.slice(at, at + CONCURRENCY)
      const removed = await Promise.all(
        some.map(async ({ id }) => ({
          item: await sessions.remove(projectId, id),
          objects: await objects.removeAll(projectId, id),
          annotations: await annotations.removeAll({ projectId, sessionId: id }),
          // A pin keeps from expiry, never from this.
          pin: await pins.remove(projectId, id),
        })),
      )
      const counts = {
        sessions: removed.filter(({ item }) => item).length,
        objects: removed.reduce((sum, one) => sum + one.objects + one.annotations + Number(one.pin), 0),
      }
      if (counts.sessions + counts.objects > 0) await save(open, withCounts(open.erasure, counts))
      for (const { id } of some) await erasures.noteDone(erasureId, id, pass)
    }
  }

  /**
   * A session in which only some events are theirs. On behalf of the project all of it goes. A visitor alone erases only
   * what is its own: it could have named the session of another in its events.
   */
  const mayGoWhole = async ({ erasure }: Open, sessionId: string): Promise<boolean> => {
    if (erasure.requestedBy !== 'visitor') return true
    const { state } = await sessions.read(erasure.projectId, sessionId)
    return state === undefined || erasure.visitorIds.includes(state.visitorId)
  }

  /** One look at each day for all of them: a large lake is not read once for each. */
  const removeFromLake = async (projectId: string, group: Open[], hasTime: () => boolean): Promise<void> => {
    const from = group.map(({ erasure }) => erasure.lakeDay ?? '').sort()[0] ?? ''
    for (const day of (await lake.daysOf(projectId)).filter((day) => day > from)) {
      if (!hasTime()) throw new OutOfTime('The erasure goes on with the next run.')
      const persons = []
      for (const open of group) persons.push(await personOf(open))
      const erased = await lake.eraseDay({ projectId, day }, persons)
      for (const [at, open] of group.entries()) {
        const { rows = 0, sessionIds = [] } = erased.people[at] ?? {}
        for (const sessionId of sessionIds) {
          if (await mayGoWhole(open, sessionId))
            await erasures.note(open.erasure.erasureId, 'session', sessionId)
        }
        const counted = withCounts(open.erasure, { lakeRows: rows })
        const lakeDays = [...new Set([...counted.lakeDays, ...(rows > 0 ? [day] : [])])]
        await save(open, {
          ...counted,
          lakeDay: day,
          lakeDays,
          // What waits there may be about this person: it must have gone before a search has found nothing.
          found: counted.found + (lakeDays.includes(day) ? erased.waiting : 0),
          unreadable: (open.erasure.lakeDay === null ? 0 : open.erasure.unreadable) + erased.unreadable,
        })
      }
    }
  }

  const removeRows = async (open: Open): Promise<void> => {
    const { projectId, userIds } = open.erasure
    const { visitorIds, sessionIds } = await personOf(open)
    let rows = 0
    for (const id of visitorIds) rows += await people.removeVisitor(projectId, id)
    for (const id of userIds)
      rows += (await people.removeLinks(projectId, id)) + (await forgetUser(projectId, id))
    const watches = await connections.unwatch(projectId, new Set(sessionIds))
    if (rows + watches > 0) await save(open, withCounts(open.erasure, { people: rows, watches }))
  }

  const removeFromQuarantine = async (group: Open[]): Promise<void> => {
    const finders = []
    for (const open of group) finders.push(finderOf(await personOf(open)))
    const found = await eraseFromQuarantine(quarantined, finders)
    for (const [at, open] of group.entries()) {
      const records = found[at] ?? 0
      if (records > 0) await save(open, withCounts(open.erasure, { quarantined: records }))
    }
  }

  const end = async (open: Open): Promise<void> => {
    // Before the receipt says so: nothing that was computed with what is gone is given from here on.
    await erasures.notePass(open.erasure.projectId)
    await answers.removeAll(open.erasure.projectId)
    const next = afterPass(open.erasure, now(), deps.streamMs)
    if (next) {
      await save(open, next)
      return erasures.writeReceipt(receiptOf(next))
    }
    const { unreadable } = open.erasure
    const receipt = { ...receiptOf(open.erasure), status: 'complete' as const, completedAt: now() }
    await erasures.writeReceipt({ ...receipt, verified: unreadable === 0 })
    await erasures.close(open.erasure)
  }

  return async (projectId: string, group: Open[], hasTime: () => boolean): Promise<void> => {
    for (const open of group) {
      await find(open)
      await removeSessions(open, hasTime)
    }
    await removeFromLake(projectId, group, hasTime)
    for (const open of group) {
      // Sessions that only the lake knew.
      await removeSessions(open, hasTime)
      await removeRows(open)
    }
    await removeFromQuarantine(group)
    for (const open of group) await end(open)
  }
}
