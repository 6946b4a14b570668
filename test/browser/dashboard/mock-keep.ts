// Notes, mentions and public links, as the mock backend keeps them.
import type { CreateNote, MentionList, Note, UpdateNote } from '../../../core/notes/note.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import type { Watcher } from '../../../core/sessions/watcher.ts'
import type { CreateShare, Share, SharedReplay } from '../../../core/shares/share.ts'
import { type Answer, type Asked, NOT_FOUND } from './mock-accounts.ts'

export const keepState = () => ({
  notes: [] as Note[],
  watchers: [] as Watcher[],
  mentions: { mentions: [], unread: 0 } as MentionList,
  /** By their tokens. */
  shares: new Map<string, Share>(),
})

type Keeping = ReturnType<typeof keepState> & { replay: Replay | null }
type Who = { memberId: string; email: string }

let made = 0
const idOf = (prefix: string): string => `${prefix}_${String(++made).padStart(16, '0')}`

export const mockKeep =
  (state: Keeping) =>
  ({ method, path, body }: Asked, author: Who): Answer | undefined => {
    const [, , , root, sessionId = '', kind, id] = path.split('/')
    if (path === '/api/v1/mentions') return { status: 200, body: state.mentions }
    if (path === '/api/v1/mentions/read') {
      const mentions = state.mentions.mentions.map((one) => ({ ...one, unread: false }))
      state.mentions = { mentions, unread: 0 }
      return { status: 204 }
    }
    if (path === '/api/v1/tags')
      return { status: 200, body: { tags: [...new Set(state.notes.flatMap(({ tags }) => tags))].sort() } }
    if (root === 'sessions' && kind === 'watchers') return { status: 200, body: { watchers: state.watchers } }
    if (root !== 'sessions' || (kind !== 'notes' && kind !== 'shares')) return undefined
    return kind === 'notes' ? onNotes() : onShares()

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
