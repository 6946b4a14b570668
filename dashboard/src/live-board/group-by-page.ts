// Who is on the site, by the page that each looks at: the busiest page first.
import type { Session } from '../../../core/sessions/session.ts'
import { pageHost, pagePath } from '../format/page-path.ts'

export type PageGroup = { page: string; sessions: Session[] }

/** The path, and before it the host where there is more than one. */
export const groupByPage = (sessions: Session[]): PageGroup[] => {
  const hosts = new Set(sessions.map(({ exitUrl }) => pageHost(exitUrl)))
  const groups = new Map<string, Session[]>()
  for (const session of sessions) {
    const path = (pagePath(session.exitUrl).split(/[?#]/, 1)[0] ?? '') || '/'
    const host = pageHost(session.exitUrl)
    const page = hosts.size > 1 && host ? `${host}${path}` : path
    groups.set(page, [...(groups.get(page) ?? []), session])
  }
  return [...groups]
    .map(([page, those]) => ({ page, sessions: those }))
    .sort((a, b) => b.sessions.length - a.sessions.length || (a.page < b.page ? -1 : 1))
}
