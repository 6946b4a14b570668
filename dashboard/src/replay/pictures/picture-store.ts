// Screenshots as the page can show them: fetched once, a few at a time, thumbnails made small before they are kept.
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'

/** Requests at once: the player's own come first. */
const AT_ONCE = 2

export type PictureSize = 'thumb' | 'full'

type Deps = {
  fetchPicture: (picture: TakenScreenshot, signal: AbortSignal) => Promise<ArrayBuffer>
  shrink: (image: Blob) => Promise<Blob>
  urlOf: (image: Blob) => string
  forget: (url: string) => void
}

export const createPictureStore = ({ fetchPicture, shrink, urlOf, forget }: Deps) => {
  const aborted = new AbortController()
  const known = new Map<string, Promise<string>>()
  const urls: string[] = []
  const waiting: (() => void)[] = []
  let running = 0

  const next = () => {
    while (running < AT_ONCE) {
      const work = waiting.shift()
      if (!work) return
      running += 1
      work()
    }
  }

  const inTurn = <T>(work: () => Promise<T>, first: boolean): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const begin = () =>
        work()
          .then(resolve, reject)
          .finally(() => {
            running -= 1
            next()
          })
      if (first) waiting.unshift(begin)
      else waiting.push(begin)
      next()
    })

  const load = async (picture: TakenScreenshot, size: PictureSize): Promise<string> => {
    const bytes = await inTurn(() => fetchPicture(picture, aborted.signal), size === 'full')
    const image = new Blob([bytes], { type: picture.contentType })
    const url = urlOf(size === 'thumb' ? await shrink(image) : image)
    if (aborted.signal.aborted) forget(url)
    else urls.push(url)
    return url
  }

  return {
    /** The address of its image. One that could not be fetched is tried again when it is next asked for. */
    url: (picture: TakenScreenshot, size: PictureSize): Promise<string> => {
      const key = `${size}#${picture.screenshotId}`
      const before = known.get(key)
      if (before) return before
      const loading = load(picture, size)
      known.set(key, loading)
      loading.catch(() => known.delete(key))
      return loading
    },
    close: () => {
      aborted.abort()
      for (const url of urls) forget(url)
      known.clear()
    },
  }
}

export type PictureStore = ReturnType<typeof createPictureStore>
