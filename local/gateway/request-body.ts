// Reads a request's body up to a limit, and lets what is beyond it run into the void.
import type { IncomingMessage } from 'node:http'

/** Rejects when the client goes away; undefined when the body is too large. */
export const readRequestBody = (request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const goneAway = () => reject(new Error('The client went away.'))
    const closed = () => {
      // An error with its stack is not made for every request that came whole.
      if (!request.complete) goneAway()
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) return tooLarge()
      chunks.push(chunk)
    }
    const tooLarge = () => {
      request.off('data', take)
      request.resume()
      resolve(undefined)
    }
    if (request.destroyed) return goneAway()
    request.on('error', reject)
    request.on('close', closed)
    request.on('end', () => resolve(Buffer.concat(chunks)))
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge()
    request.on('data', take)
  })
