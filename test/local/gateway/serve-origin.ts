// Puts an origin behind a real port, as the edge would.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import type { Origin } from '../../../local/edge/origin.ts'

const stops: (() => Promise<void>)[] = []

/** Run after the test, the last one first. */
export const onTestEnd = (stop: () => Promise<void>): void => {
  stops.push(stop)
}

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** `127.0.0.1:<port>`; ends with the test. */
export const serveOrigin = async (origin: Origin): Promise<string> => {
  const server = createServer(origin.request)
  server.on('upgrade', (incoming: IncomingMessage, socket, head) => origin.upgrade?.(incoming, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestEnd(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

export type Reply = { status: number; headers: IncomingHttpHeaders; raw: Buffer; text: string }

/** Sends a request as it stands: unlike fetch it leaves the path, the headers and HEAD alone. */
export const send = (
  host: string,
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const [hostname, port] = host.split(':')
    const { method = 'GET', headers = {}, body } = options
    const outgoing = request({ hostname, port, path, method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      const raw = Buffer.concat(chunks)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, raw, text: raw.toString() })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
