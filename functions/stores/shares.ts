// Public links: beside their session, and by a hash of their token.
import { createHash } from 'node:crypto'
import { type Share, shareSchema } from '../../core/shares/share.ts'
import type { AnnotationStore } from './annotations.ts'

type Session = { projectId: string; sessionId: string }

export type ShareStore = ReturnType<typeof shares>

export const shares = (rows: AnnotationStore, now: () => number) => {
  const toShare = (row: Record<string, unknown> | undefined): Share | undefined => {
    const share = row && shareSchema.parse({ ...row, expiresAt: row['until'] })
    return share && share.expiresAt > now() ? share : undefined
  }

  return {
    /** Newest first. */
    list: async (session: Session): Promise<Share[]> =>
      (await rows.list(session, 'share'))
        .flatMap((row) => toShare(row) ?? [])
        .sort((a, b) => b.createdAt - a.createdAt),

    find: async (session: Session, shareId: string): Promise<Share | undefined> =>
      toShare(await rows.find(session, 'share', shareId)),

    create: (projectId: string, share: Share, token: string): Promise<void> =>
      rows.put({
        projectId,
        sessionId: share.sessionId,
        kind: 'share',
        id: share.shareId,
        // The table's own end is in seconds: a reader goes by the millisecond.
        value: { ...share, until: share.expiresAt },
        expiresAt: Math.ceil(share.expiresAt / 1000),
        leads: [{ ...tokenKey(token), projectId, sessionId: share.sessionId, shareId: share.shareId }],
      }),

    revoke: (session: Session, shareId: string): Promise<void> => rows.remove(session, 'share', shareId),

    /** Undefined for whatever is no link, or no longer. */
    open: async (token: string): Promise<{ projectId: string; share: Share } | undefined> => {
      const lead = await rows.lead(tokenKey(token))
      if (!lead) return undefined
      const projectId = String(lead['projectId'])
      const session = { projectId, sessionId: String(lead['sessionId']) }
      const share = toShare(await rows.find(session, 'share', String(lead['shareId'])))
      return share && { projectId, share }
    },
  }
}

const tokenKey = (token: string) => ({
  pk: `shared#${createHash('sha256').update(token).digest('hex')}`,
  sk: 'share',
})
