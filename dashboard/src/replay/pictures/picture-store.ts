// Screenshots as the page can show them: fetched once, a few at a time, thumbnails made small before they are kept.
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'

/** A page may be pictured over twenty screens: a thumbnail is the first of them. */
export const THUMB = { width: 240, height: 150 }
/** Requests at once: the player's own come first. */
const AT_ONCE = 2

export type PictureSize = 'thumb' | 'full'

type Deps = {
  fetchPicture: (picture: TakenScreenshot, signal: AbortSignal) => Promise<ArrayBuffer>
  shrink: (image: Blob) => Promise<Blob>
  urlOf: (image: Blob) => string
  forget: (url: string) => void
}

/** Makes the top of a page a small JPEG. */
export const shrinkPicture = async (image: Blob): Promise<Blob> => {
  const whole = await createImageBitmap(image)
  const scale = THUMB.width / whole.width
  const height = Math.min(THUMB.height, Math.round(whole.height * scale))
  const canvas = new OffscreenCanvas(THUMB.width, Math.max(1, height))
  canvas.getContext('2d')?.drawImage(whole, 0, 0, THUMB.width, whole.height * scale)
  whole.close()
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
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
