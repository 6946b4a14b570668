// Images and fonts as data: URLs, since a drawn document may load nothing. What may not be read is missing.
import { RESOURCE_MAX_BYTES, RESOURCE_MAX_MS, RESOURCES_MAX, RESOURCES_MAX_BYTES } from './limits.ts'

export type Resources = {
  /** The data: URL of an address; undefined if it cannot be had. */
  of: (url: string) => Promise<string | undefined>
  /** What is on the screen in an image, a canvas, at the size that it has there. */
  pixels: (source: HTMLImageElement | HTMLCanvasElement) => Promise<string | undefined>
  readonly missing: number
}

const toDataUrl = (blob: Blob) =>
  new Promise<string>((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result))
    reader.onerror = fail
    reader.readAsDataURL(blob)
  })

/** From the browser's cache if it is there: the page has just shown it. */
const fetchBlob = async (send: typeof fetch, url: string) => {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), RESOURCE_MAX_MS)
  try {
    const own = new URL(url).origin === location.origin
    const response = await send(url, {
      cache: 'force-cache',
      credentials: own ? 'same-origin' : 'omit',
      signal: abort.signal,
    })
    return response.ok ? await response.blob() : undefined
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

const bitmapBlob = async (source: HTMLImageElement | HTMLCanvasElement) => {
  const { width, height } = source.getBoundingClientRect()
  const ratio = Math.min(devicePixelRatio || 1, 2)
  const natural = source instanceof HTMLImageElement ? source.naturalWidth : source.width
  const wide = Math.max(1, Math.round(Math.min(width * ratio, natural || width)))
  const high = Math.max(1, Math.round((wide * height) / (width || 1)))
  // Decoded and scaled beside the main thread.
  const bitmap = await createImageBitmap(source, {
    resizeWidth: wide,
    resizeHeight: high,
    resizeQuality: 'high',
  })
  const canvas = document.createElement('canvas')
  canvas.width = wide
  canvas.height = high
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/webp', 0.85))
}

export const openResources = (send: typeof fetch): Resources => {
  const known = new Map<string, Promise<string | undefined>>()
  let bytes = 0
  let missing = 0

  const keep = async (blob: Blob | null | undefined) => {
    if (blob && blob.size <= RESOURCE_MAX_BYTES && bytes + blob.size <= RESOURCES_MAX_BYTES) {
      bytes += blob.size
      return toDataUrl(blob)
    }
    missing++
    return undefined
  }

  const of = (url: string) => {
    if (/^data:/i.test(url)) return Promise.resolve(url)
    let found = known.get(url)
    if (!found) {
      found = known.size < RESOURCES_MAX ? fetchBlob(send, url).then(keep) : keep(undefined)
      known.set(url, found)
    }
    return found
  }

  return {
    of,
    pixels: async (source) => {
      try {
        return await keep(await bitmapBlob(source))
      } catch {
        // Of another origin: its server may still let it be read.
        return source instanceof HTMLImageElement ? of(source.currentSrc || source.src) : undefined
      }
    },
    get missing() {
      return missing
    },
  }
}
