// When what belongs to a pinned session ends: its notes, and the rows by which its person is found and erased.
import { PINNED_UNTIL } from '../../core/pins/pin.ts'
import type { AnnotationStore } from './annotations.ts'
import type { PeopleStore } from './people.ts'
import type { PinRow, PinStore } from './pins.ts'

type Deps = {
  pins: Pick<PinStore, 'list' | 'remove'>
  annotations: Pick<AnnotationStore, 'keepUntil' | 'endAt'>
  people: Pick<PeopleStore, 'hold' | 'release'>
  now: () => number
}

type Session = { projectId: string; sessionId: string; visitorId: string }

export type PinnedEnds = ReturnType<typeof pinnedEnds>

export const pinnedEnds = ({ pins, annotations, people, now }: Deps) => {
  /** Another pinned session of the same visitor still needs its rows. */
  const releasePerson = async (
    projectId: string,
    { sessionId, visitorId }: PinRow,
    days: number,
  ): Promise<void> => {
    const others = (await pins.list(projectId)).filter((row) => row.sessionId !== sessionId)
    if (others.every((row) => row.visitorId !== visitorId))
      await people.release(projectId, visitorId, days, now())
  }

  return {
    /** For as long as the pin stands. */
    hold: async ({ projectId, sessionId, visitorId }: Session): Promise<void> => {
      await annotations.keepUntil({ projectId, sessionId }, PINNED_UNTIL)
      await people.hold(projectId, visitorId)
    },

    releasePerson,

    /** As its project's days say, `end` in seconds since 1970. The row of the pin last: killed before, it is done again. */
    release: async (projectId: string, row: PinRow, end: number, days: number): Promise<void> => {
      await annotations.endAt({ projectId, sessionId: row.sessionId }, end)
      await releasePerson(projectId, row, days)
      await pins.remove(projectId, row.sessionId, row.at)
    },
  }
}
