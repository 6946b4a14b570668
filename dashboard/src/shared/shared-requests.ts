// What a public link is asked for, without a login.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { SideEventList } from '../../../core/replay/replay.ts'
import type { SharedReplay } from '../../../core/shares/share.ts'
import { readProblem, unreachable } from '../api/problem.ts'
import { readInParts } from '../replay/fetch/in-parts.ts'

const INCOMPLETE_AGAIN_MS = 1_000
const SIDE_PER_PAGE = 1_000

const ask = async (token: string, what: string, signal: AbortSignal): Promise<Response> => {
  const path = `/api/v1/shared/${encodeURIComponent(token)}/${what}`
  // Nothing that could say who looks: no cookie, no address of the page, which is the key to it.
  const request: RequestInit = { signal, credentials: 'omit', referrerPolicy: 'no-referrer' }
  const response = await fetch(path, request).catch((cause: unknown) => {
    throw signal.aborted ? cause : unreachable(cause)
  })
  if (!response.ok) throw await readProblem(response)
  return response
}

export const sharedReplayQuery = (token: string) =>
  queryOptions({
    queryKey: ['shared', token],
    queryFn: async ({ signal }) => (await (await ask(token, 'replay', signal)).json()) as SharedReplay,
    staleTime: 60_000,
    refetchInterval: ({ state: { data } }) => (data && !data.replay.complete ? INCOMPLETE_AGAIN_MS : false),
  })

export const sharedSideEventsQuery = (token: string, merge: string) =>
  infiniteQueryOptions({
    queryKey: ['shared-side', token, merge],
    queryFn: async ({ pageParam, signal }) => {
      const cursor = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`
      const page = await ask(token, `side-events?limit=${SIDE_PER_PAGE}${cursor}`, signal)
      return (await page.json()) as SideEventList
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** It is cut and masked for this link, so that only the answer knows how long it is. */
export const fetchSharedSegment = async (
  token: string,
  name: string,
  signal: AbortSignal,
): Promise<ArrayBuffer> => {
  const part = (from: number) => ask(token, `segments/${encodeURIComponent(name)}?from=${from}`, signal)
  const first = await part(0)
  const total = Number(first.headers.get('x-total-bytes'))
  const bytes = await first.arrayBuffer()
  return readInParts(total || bytes.byteLength, async (from) =>
    from === 0 ? bytes : (await part(from)).arrayBuffer(),
  )
}
