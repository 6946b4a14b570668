// All that is read of a session besides its events: the replay, what was told beside it, and the screenshots.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { SideEntry } from '../../../core/replay/replay.ts'
import {
  fetchPicture,
  picturesQuery,
  replayQuery,
  sideEventsQuery,
  type Where,
} from './fetch/replay-queries.ts'
import { createPictureStore, type PictureStore } from './pictures/picture-store.ts'
import { shrinkPicture } from './pictures/shrink-picture.ts'
import { useAllPages } from './use-all-pages.ts'

export const useReplay = (where: Where, enabled = true) => useQuery({ ...replayQuery(where), enabled })

export const useSideEvents = (where: Where, merge: string | undefined) => {
  const query = useInfiniteQuery({ ...sideEventsQuery(where, merge ?? ''), enabled: Boolean(merge) })
  useAllPages(query)
  const entries = useMemo<SideEntry[]>(
    () => query.data?.pages.flatMap(({ events }) => events) ?? [],
    [query.data],
  )
  return { query, entries, pending: Boolean(merge) && query.isPending }
}

export const usePictures = (where: Where, enabled = true) => {
  const query = useInfiniteQuery({ ...picturesQuery(where), enabled })
  useAllPages(query)
  return useMemo(
    () => (query.data?.pages.flatMap(({ screenshots }) => screenshots) ?? []).sort((a, b) => a.ts - b.ts),
    [query.data],
  )
}

/** Gives back the images that it holds when the session is left. */
export const usePictureStore = ({ projectId, sessionId }: Where): PictureStore | null => {
  const [store, setStore] = useState<PictureStore | null>(null)
  useEffect(() => {
    const opened = createPictureStore({
      fetchPicture: (picture, signal) => fetchPicture({ projectId, sessionId }, picture, signal),
      shrink: shrinkPicture,
      urlOf: (image) => URL.createObjectURL(image),
      forget: (url) => URL.revokeObjectURL(url),
    })
    setStore(opened)
    return () => opened.close()
  }, [projectId, sessionId])
  return store
}
