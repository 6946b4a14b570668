// Compresses a body off the main thread, by the browser itself.
import { GZIP_MIN_CHARS } from '../limits.ts'

/** A browser that cannot, or a page that broke it, sends plain. */
export const zip = async (body: string): Promise<Blob | undefined> => {
  try {
    if (body.length < GZIP_MIN_CHARS) return undefined
    const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
    return await new Response(stream).blob()
  } catch {
    return undefined
  }
}
