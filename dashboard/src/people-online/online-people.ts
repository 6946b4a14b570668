// Who is online: the list as it was read, with what the socket has told since, and each one's running visit beside it.
import type { Session } from '../../../core/sessions/session.ts'

export type OnlineUser = {
  /** A number of sites whose ids are numbers. */
  userId: string | number
  username: string | null
  status: 'online' | 'away' | 'offline'
  lastActiveAt: string | null
}

export type OnlineList = { presences: OnlineUser[]; nextCursor: string | null }
export type OnlinePages = { pages: OnlineList[]; pageParams: unknown[] }

export type PresenceChange = Pick<OnlineUser, 'username' | 'status'> & {
  userId: string | number
  timestamp: string
}

/** Of a user who was not in the list, or is in it no more. */
const without = (pages: OnlineList[], userId: string): OnlineList[] =>
  pages.map((page) => ({
    ...page,
    presences: page.presences.filter((user) => String(user.userId) !== userId),
  }))

/** Whoever comes stands first; whoever changes stays where they are; whoever leaves is gone. */
export const applyPresence = (data: OnlinePages, change: PresenceChange): OnlinePages => {
  const id = String(change.userId)
  if (change.status === 'offline') return { ...data, pages: without(data.pages, id) }
  const shown = data.pages.flatMap(({ presences }) => presences).find(({ userId }) => String(userId) === id)
  const { status, timestamp } = change
  const username = change.username ?? shown?.username ?? null
  if (shown) {
    const changed = { ...shown, username, status }
    return {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        presences: page.presences.map((user) => (user === shown ? changed : user)),
      })),
    }
  }
  const [first = { presences: [], nextCursor: null }, ...rest] = data.pages
  const came: OnlineUser = { userId: change.userId, username, status, lastActiveAt: timestamp }
  return { ...data, pages: [{ ...first, presences: [came, ...first.presences] }, ...rest] }
}

export type OnlinePerson = OnlineUser & { id: string; name: string; session: Session | undefined }

/** The visit that somebody is on, of several the one that moved last. */
export const sessionsByUser = (live: readonly Session[]): Map<string, Session> => {
  const found = new Map<string, Session>()
  for (const session of live) {
    if (session.userId === null) continue
    const known = found.get(session.userId)
    if (!known || known.lastSeenAt < session.lastSeenAt) found.set(session.userId, session)
  }
  return found
}

const activeAt = ({ lastActiveAt }: OnlineUser): number => Date.parse(lastActiveAt ?? '') || 0

/** Each person once, for pages may overlap; whoever was active last stands first, whatever order they were read in. */
export const peopleOf = (users: readonly OnlineUser[], live: readonly Session[]): OnlinePerson[] => {
  const sessions = sessionsByUser(live)
  const people = new Map<string, OnlinePerson>()
  for (const user of users) {
    const id = String(user.userId)
    if (!people.has(id)) people.set(id, { ...user, id, name: user.username ?? id, session: sessions.get(id) })
  }
  return [...people.values()].sort((a, b) => activeAt(b) - activeAt(a) || (a.name < b.name ? -1 : 1))
}

/** All words, wherever they stand: in the name, the id, or the page they look at. */
export const matchesWords = ({ name, id, session }: OnlinePerson, words: string): boolean => {
  const text = `${name} ${id} ${session?.exitUrl ?? ''}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
