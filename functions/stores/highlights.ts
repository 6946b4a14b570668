// Highlights of sessions, and the way to the newest of a project.
import * as z from 'zod'
import { type Highlight, highlightSchema } from '../../core/highlights/highlight.ts'
import type { AnnotationStore } from './annotations.ts'

type Session = { projectId: string; sessionId: string }

export type HighlightStore = ReturnType<typeof highlights>

/** `<time it was made, 13 digits>#<id>`: where a highlight stands in the list of its project. */
export const highlightPositionSchema = z.string().regex(/^\d{13}#clip_[0-9A-Za-z]{16}$/)

export const highlights = (rows: AnnotationStore) => ({
  /** By their beginnings. */
  list: async (session: Session): Promise<Highlight[]> =>
    (await rows.list(session, 'clip'))
      .map((row) => highlightSchema.parse(row))
      .sort((a, b) => a.from - b.from || a.to - b.to),

  find: async (session: Session, highlightId: string): Promise<Highlight | undefined> => {
    const row = await rows.find(session, 'clip', highlightId)
    return row && highlightSchema.parse(row)
  },

  /** `expiresAt` is when its session ends. */
  put: (projectId: string, highlight: Highlight, expiresAt: number): Promise<void> =>
    rows.put({
      projectId,
      sessionId: highlight.sessionId,
      kind: 'clip',
      id: highlight.highlightId,
      value: highlight,
      expiresAt,
      leads: [
        {
          pk: highlightsOf(projectId),
          sk: positionOf(highlight),
          sessionId: highlight.sessionId,
          highlightId: highlight.highlightId,
        },
      ],
    }),

  remove: (session: Session, highlightId: string): Promise<void> => rows.remove(session, 'clip', highlightId),

  /** Some of a project's, each as it stands now; `next` is where to go on, undefined at the end. */
  newestFirst: async (
    projectId: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<{ highlights: Highlight[]; next: string | undefined }> => {
    const { leads, next } = await rows.leadsBefore(highlightsOf(projectId), after, limit)
    const found = await rows.findSome(
      leads.map(({ sessionId, highlightId }) => ({
        projectId,
        sessionId: String(sessionId),
        kind: 'clip',
        id: String(highlightId),
      })),
    )
    const newest = found.map((row) => highlightSchema.parse(row))
    return { highlights: newest.sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1)), next }
  },
})

export const positionOf = ({ createdAt, highlightId }: Highlight): string =>
  `${String(createdAt).padStart(13, '0')}#${highlightId}`

const highlightsOf = (projectId: string): string => `highlights#${projectId}`
