// The small picture of a highlight: fetched and shrunk once, and shown as long as it is looked at.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ShownHighlight } from '../../../core/highlights/highlight.ts'
import { SCREENSHOT_PART_MAX_BYTES } from '../../../core/limits.ts'
import { api } from '../app/services.ts'
import { shrinkPicture } from '../replay/pictures/shrink-picture.ts'

/** A highlight names its screenshot and not how large that is: parts are asked for until one is not full. */
const fetchWhole = async (path: string, projectId: string, signal: AbortSignal): Promise<Blob> => {
  const parts: ArrayBuffer[] = []
  let from = 0
  for (;;) {
    const part = await api.getBytes(path, { query: { projectId, from: from || undefined }, signal })
    parts.push(part)
    from += part.byteLength
    if (part.byteLength < SCREENSHOT_PART_MAX_BYTES) return new Blob(parts)
  }
}

/** Null as long as there is none to show, and for whom the project shows no recordings. */
export const useThumb = (projectId: string, highlight: ShownHighlight, may: boolean): string | null => {
  const { sessionId, screenshotId } = highlight
  const { data: image } = useQuery({
    queryKey: ['thumb', projectId, sessionId, screenshotId],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}/screenshots/${screenshotId}`
      return shrinkPicture(await fetchWhole(path, projectId, signal))
    },
    enabled: may && screenshotId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    // Its card says what it would show: a picture less is no reason to ask again and again.
    retry: false,
  })
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!image) return setUrl(null)
    const made = URL.createObjectURL(image)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [image])
  return url
}
