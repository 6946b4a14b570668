// Serves one page with one contender, and takes whatever the contender sends: counted, and thrown away.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import type { PageSettings } from '../../core/projects/page-settings.ts'
import type { Contender } from './contenders.ts'

export type Sent = {
  /** Bytes before any compression, as far as they can be told. */
  raw: number
  /** Compressed as it was sent, or as gzip would have it. */
  packed: number
  /** How often our recorder said that it paused. */
  pauses: number
}

export type MockSite = { origin: string; sent: Sent; stop: () => Promise<void> }

const SETTINGS: PageSettings = {
  version: 'bench',
  idleMinutes: 30,
  recording: { enabled: true, sampleRate: 1, mode: 'always', consoles: true, network: true, canvas: false },
  screenshots: { enabled: false, sampleRate: 0 },
  masking: { inputs: true, text: false },
}

const OPENREPLAY_SESSION = {
  token: 'bench',
  userUUID: 'bench',
  sessionID: '1',
  projectID: '1',
  beaconSizeLimit: 1_000_000,
  compressionThreshold: 24_000,
  delay: 0,
  startTimestamp: Date.now(),
  features: {},
}

const unpacked = (body: Buffer): Buffer | undefined => {
  try {
    if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body)
    if (body[0] === 0x78) return inflateSync(body)
  } catch {
    // Not packed after all.
  }
  return undefined
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const answerTo = (path: string): unknown => {
  if (path.startsWith('/api/v1/track')) return { accepted: 1, rejected: [], settings: SETTINGS }
  if (path.includes('/v1/web/start')) return OPENREPLAY_SESSION
  return {}
}

export const serveContender = async (page: string, { files }: Contender): Promise<MockSite> => {
  const sent: Sent = { raw: 0, packed: 0, pauses: 0 }
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname
    const file = files.get(path)
    if (request.method === 'GET' && file !== undefined) {
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(file)
    }
    if (request.method === 'GET' && path === '/empty') {
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Empty</title>')
    }
    if (request.method === 'GET' && path === '/') {
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    }
    const body = await read(request)
    const inner = unpacked(body)
    sent.raw += (inner ?? body).length
    sent.pauses += (inner ?? body).toString().split('"playhead/paused"').length - 1
    sent.packed += inner ? body.length : body.length > 0 ? gzipSync(body).length : 0
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answerTo(path)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
