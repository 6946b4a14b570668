// Brings one changed session into the list that is on screen: in place if it is there, else where it belongs.
import type { Session, SessionList } from '../../../core/sessions/session.ts'

export type SessionPages = { pages: SessionList[]; pageParams: unknown[] }

/** The order of the list: newest start first, the id breaking ties as the index does. */
const before = (a: Session, b: Session): boolean =>
  a.startedAt !== b.startedAt ? a.startedAt > b.startedAt : a.sessionId > b.sessionId

/** Frames may overtake each other, and a poll may be older than a frame: nothing ever goes back. */
export const isOlder = (next: Session, shown: Session): boolean =>
  next.lastSeenAt < shown.lastSeenAt || (next.lastSeenAt === shown.lastSeenAt && next.events < shown.events)

const replaceAt = <T>(items: T[], index: number, item: T): T[] => items.with(index, item)

const replace = (data: SessionPages, session: Session): SessionPages | null => {
  for (const [p, page] of data.pages.entries()) {
    const index = page.sessions.findIndex((shown) => shown.sessionId === session.sessionId)
    const shown = page.sessions[index]
    if (!shown) continue
    if (isOlder(session, shown)) return data
    if (shown.startedAt !== session.startedAt) {
      // An earlier event turned up late: the session moves.
      const rest = { ...page, sessions: page.sessions.toSpliced(index, 1) }
      return insert({ ...data, pages: replaceAt(data.pages, p, rest) }, session)
    }
    const sessions = replaceAt(page.sessions, index, session)
    return { ...data, pages: replaceAt(data.pages, p, { ...page, sessions }) }
  }
  return null
}

const insert = (data: SessionPages, session: Session): SessionPages => {
  for (const [p, page] of data.pages.entries()) {
    const index = page.sessions.findIndex((shown) => before(session, shown))
    // Behind the last one of a page, but within what was searched for it: no later page will bring it.
    const isSearched = page.searchedTo === null || session.startedAt > page.searchedTo
    if (index < 0 && !isSearched) continue
    const sessions = page.sessions.toSpliced(index < 0 ? page.sessions.length : index, 0, session)
    return { ...data, pages: replaceAt(data.pages, p, { ...page, sessions }) }
  }
  // Older than everything loaded: it comes with the page it is on.
  return data
}

export const applySessionUpdate = (data: SessionPages, session: Session): SessionPages =>
  replace(data, session) ?? insert(data, session)

/** The same where it stands; a list in another order takes no new ones in. */
export const replaceSession = (data: SessionPages, session: Session): SessionPages =>
  replace(data, session) ?? data

/** It does not fit the list's filters any more. */
export const removeSession = (data: SessionPages, { sessionId }: Session): SessionPages => {
  for (const [p, page] of data.pages.entries()) {
    const index = page.sessions.findIndex((shown) => shown.sessionId === sessionId)
    if (index < 0) continue
    return {
      ...data,
      pages: replaceAt(data.pages, p, { ...page, sessions: page.sessions.toSpliced(index, 1) }),
    }
  }
  return data
}
