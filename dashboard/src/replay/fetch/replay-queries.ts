// What a replay asks the API: what can be played, its segments, what was told beside them, and the screenshots.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Replay, SideEventList } from '../../../../core/replay/replay.ts'
import type { ScreenshotList, TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import type { WatcherList } from '../../../../core/sessions/watcher.ts'
import { ApiProblem } from '../../api/problem.ts'
import { api } from '../../app/services.ts'
import { sleep } from '../../app/sleep.ts'
import { readInParts } from './in-parts.ts'

/** Of an inspector's console and network: an answer stays below a megabyte. */
const SIDE_PER_PAGE = 1_000
const PICTURES_PER_PAGE = 100
/** Milliseconds between two looks at a session that goes on, and at one of which not all is merged yet. */
const LIVE_AGAIN_MS = 10_000
const INCOMPLETE_AGAIN_MS = 1_000

export type Where = { projectId: string; sessionId: string }

const path = ({ sessionId }: Where, rest: string): string =>
  `/api/v1/sessions/${encodeURIComponent(sessionId)}/${rest}`

const isMissing = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404

/** Null where nothing was recorded. */
export const replayQuery = (where: Where) =>
  queryOptions({
    queryKey: ['replay', where.projectId, where.sessionId],
    queryFn: async ({ signal }): Promise<Replay | null> => {
      const query = { projectId: where.projectId }
      const found = await api
        .get<{ replay: Replay }>(path(where, 'replay'), { query, signal })
        .catch((error: unknown) => {
          if (isMissing(error)) return null
          throw error
        })
      return found?.replay ?? null
    },
    staleTime: 60_000,
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false
      if (!data.complete) return INCOMPLETE_AGAIN_MS
      return data.live ? LIVE_AGAIN_MS : false
    },
  })

/** Who looks through many sessions reaches a limit, and the recording goes on as soon as it is lifted. */
const whenAllowed = async <T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const wait = error instanceof ApiProblem && error.status === 429 ? error.retryAfter : undefined
      if (wait === undefined || signal.aborted) throw error
      await sleep(wait * 1_000, signal)
    }
  }
}

export const fetchSegment = async (where: Where, name: string, bytes: number, signal: AbortSignal) => {
  const read = (from: number) =>
    whenAllowed(signal, () =>
      api.getPart(path(where, `replay/segments/${encodeURIComponent(name)}`), {
        query: { projectId: where.projectId, from: from || undefined },
        signal,
      }),
    )
  // Of who may not see all of it a segment is another size than the replay says.
  const { part, total } = await read(0)
  return readInParts(total ?? bytes, async (from) => (from === 0 ? part : (await read(from)).part))
}

/** For admins. */
export const watchersQuery = (where: Where) =>
  queryOptions({
    queryKey: ['watchers', where.projectId, where.sessionId],
    queryFn: ({ signal }) =>
      api.get<WatcherList>(path(where, 'watchers'), { query: { projectId: where.projectId }, signal }),
  })

/** `merge` is a part of the key alone: another merge may have more of them. */
export const sideEventsQuery = (where: Where, merge: string) =>
  infiniteQueryOptions({
    queryKey: ['replay-side', where.projectId, where.sessionId, merge],
    queryFn: ({ pageParam, signal }) =>
      api.get<SideEventList>(path(where, 'replay/side-events'), {
        query: { projectId: where.projectId, cursor: pageParam, limit: SIDE_PER_PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    // While a session goes on there is a new merge every few seconds: what is shown stays until the next is there.
    placeholderData: (before) => before,
  })

export const picturesQuery = (where: Where) =>
  infiniteQueryOptions({
    queryKey: ['screenshots', where.projectId, where.sessionId],
    queryFn: ({ pageParam, signal }) =>
      api.get<ScreenshotList>(path(where, 'screenshots'), {
        query: { projectId: where.projectId, cursor: pageParam, limit: PICTURES_PER_PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 60_000,
  })

export const fetchPicture = (where: Where, { screenshotId, bytes }: TakenScreenshot, signal: AbortSignal) =>
  readInParts(bytes, (from) =>
    api.getBytes(path(where, `screenshots/${screenshotId}`), {
      query: { projectId: where.projectId, from: from || undefined },
      signal,
    }),
  )
