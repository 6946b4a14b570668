// A site on this machine that a test describes path by path, and that remembers what it was asked and how.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answer = {
  type?: string
  body?: string | Uint8Array
  status?: number
  headers?: Record<string, string>
  /** Answers by hand, or never. */
  by?: (response: ServerResponse) => void
}

export const startCanary = async (pages: Record<string, Answer>) => {
  const asked: { path: string; headers: IncomingHttpHeaders }[] = []
  let under = 0
  let most = 0
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ path, headers: request.headers })
    most = Math.max(most, ++under)
    response.on('close', () => under--)
    const answer = pages[path]
    if (!answer) return response.writeHead(404, { 'content-type': 'text/html' }).end('<html>not here')
    if (answer.by) return answer.by(response)
    response.writeHead(answer.status ?? 200, {
      'content-type': answer.type ?? 'text/plain',
      ...answer.headers,
    })
    response.end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    pages,
    asked,
    paths: () => asked.map(({ path }) => path),
    /** Requests that were under way at once. */
    most: () => most,
    origin: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
