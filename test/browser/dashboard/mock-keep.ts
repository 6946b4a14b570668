// Notes, mentions, public links, pins and highlights, as the mock backend keeps them.
import type { CreateHighlight, Highlight, UpdateHighlight } from '../../../core/highlights/highlight.ts'
import { matchesSearch } from '../../../core/highlights/matches-search.ts'
import type { CreateNote, MentionList, Note, UpdateNote } from '../../../core/notes/note.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { Watcher } from '../../../core/sessions/watcher.ts'
import type { CreateShare, Share, SharedReplay } from '../../../core/shares/share.ts'
import { type Answer, type Asked, NOT_FOUND } from './mock-accounts.ts'

export const keepState = () => ({
  notes: [] as Note[],
  watchers: [] as Watcher[],
  mentions: { mentions: [], unread: 0 } as MentionList,
  highlights: [] as Highlight[],
  /** By their tokens. */
  shares: new Map<string, Share>(),
})

type Keeping = ReturnType<typeof keepState> & { replay: Replay | null; sessions: Session[] }
type Who = { memberId: string; email: string }

let made = 0
const idOf = (prefix: string): string => `${prefix}_${String(++made).padStart(16, '0')}`

export const mockKeep =
  (state: Keeping) =>
  ({ method, path, body, search }: Asked, author: Who): Answer | undefined => {
    const [, , , root, sessionId = '', kind, id] = path.split('/')
    if (path === '/api/v1/mentions') return { status: 200, body: state.mentions }
    if (path === '/api/v1/mentions/read') {
      const mentions = state.mentions.mentions.map((one) => ({ ...one, unread: false }))
      state.mentions = { mentions, unread: 0 }
      return { status: 204 }
    }
    if (path === '/api/v1/tags')
      return { status: 200, body: { tags: [...new Set(state.notes.flatMap(({ tags }) => tags))].sort() } }
    if (path === '/api/v1/highlights') return onProjectHighlights()
    if (root !== 'sessions') return undefined
    if (kind === 'watchers') return { status: 200, body: { watchers: state.watchers } }
    if (kind === 'notes') return onNotes()
    if (kind === 'shares') return onShares()
    if (kind === 'pin') return onPin()
    if (kind === 'watchers') return { status: 200, body: { watchers: state.watchers } }
    return kind === 'highlights' ? onHighlights() : undefined

    function onPin(): Answer {
      const before = state.sessions.find((one) => one.sessionId === sessionId)
      if (!before) return NOT_FOUND
      const pinned = method === 'PUT' ? { at: Date.now(), by: author, withReplay: before.hasReplay } : null
      const session = { ...before, pinned }
      state.sessions = state.sessions.map((one) => (one === before ? session : one))
      return pinned ? { status: 200, body: { session } } : { status: 204 }
    }

    function onProjectHighlights(): Answer {
      const [q, tag] = [search.get('q') ?? undefined, search.get('tag') ?? undefined]
      const highlights = state.highlights
        .filter((highlight) => matchesSearch(highlight, { q, tag }))
        .sort((a, b) => b.createdAt - a.createdAt)
        .flatMap((highlight) => {
          const found = state.sessions.find((one) => one.sessionId === highlight.sessionId)
          if (!found) return []
          const { visitorId, userId, startedAt, hasReplay, pinned } = found
          return [{ ...highlight, session: { visitorId, userId, startedAt, hasReplay, pinned } }]
        })
      const from = Number(search.get('cursor') ?? 0)
      const to = from + Number(search.get('limit') ?? 20)
      const nextCursor = to < highlights.length ? String(to) : null
      return { status: 200, body: { highlights: highlights.slice(from, to), nextCursor } }
    }

    function onHighlights(): Answer {
      const own = state.highlights.filter((one) => one.sessionId === sessionId)
      if (method === 'GET')
        return { status: 200, body: { highlights: own.toSorted((a, b) => a.from - b.from) } }
      if (method === 'POST') {
        const { title, tags = [], from, to, screenshotId = null } = body as CreateHighlight
        const times = { createdAt: Date.now(), editedAt: null }
        const about = { sessionId, title, tags, from, to, screenshotId, author }
        const highlight: Highlight = { highlightId: idOf('clip'), ...about, ...times }
        state.highlights.push(highlight)
        return { status: 201, body: { highlight } }
      }
      const before = own.find(({ highlightId }) => highlightId === id)
      if (!before) return NOT_FOUND
      state.highlights = state.highlights.filter((one) => one !== before)
      if (method === 'DELETE') return { status: 204 }
      const highlight = { ...before, ...(body as UpdateHighlight), editedAt: Date.now() }
      state.highlights.push(highlight)
      return { status: 200, body: { highlight } }
    }

    function onNotes(): Answer {
      if (method === 'GET')
        return { status: 200, body: { notes: [...state.notes].sort((a, b) => a.at - b.at) } }
      if (method === 'POST') {
        const { at, text, tags = [], mentions = [] } = body as CreateNote
        const note: Note = {
          noteId: idOf('note'),
          sessionId,
          at,
          text,
          tags,
          mentions,
          author,
          createdAt: Date.now(),
          editedAt: null,
        }
        state.notes.push(note)
        return { status: 201, body: { note } }
      }
      const before = state.notes.find(({ noteId }) => noteId === id)
      if (!before) return NOT_FOUND
      state.notes = state.notes.filter((note) => note !== before)
      if (method === 'DELETE') return { status: 204 }
      const note = { ...before, ...(body as UpdateNote), editedAt: Date.now() }
      state.notes.push(note)
      return { status: 200, body: { note } }
    }

    function onShares(): Answer {
      if (method === 'GET') return { status: 200, body: { shares: [...state.shares.values()].reverse() } }
      if (method === 'DELETE') {
        for (const [token, share] of state.shares) if (share.shareId === id) state.shares.delete(token)
        return { status: 204 }
      }
      const {
        expiresIn,
        mask = 'all_text',
        from = null,
        to = null,
        withInspector = false,
      } = body as CreateShare
      const createdAt = Date.now()
      const share: Share = {
        shareId: idOf('share'),
        sessionId,
        createdBy: author,
        createdAt,
        expiresAt: createdAt + expiresIn * 1000,
        mask,
        from,
        to,
        withInspector,
      }
      const token = String(++made).padStart(32, 'T')
      state.shares.set(token, share)
      return { status: 201, body: { share, token } }
    }
  }

/** Needs no login. */
export const mockShared =
  (state: Keeping) =>
  ({ path }: Asked): Answer | undefined => {
    const [, , , root, token = '', what] = path.split('/')
    if (root !== 'shared') return undefined
    const share = state.shares.get(token)
    if (!share || !state.replay) return NOT_FOUND
    const { expiresAt, mask, withInspector } = share
    if (what === 'side-events') return { status: 200, body: { events: [], nextCursor: null } }
    if (what !== 'replay') return NOT_FOUND
    const shown: SharedReplay = {
      replay: state.replay,
      share: { expiresAt, mask, withInspector },
      session: { browser: 'Firefox', os: 'Linux', device: 'desktop' },
    }
    return { status: 200, body: shown }
  }
