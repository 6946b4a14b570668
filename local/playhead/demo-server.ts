// Serves the demo shop: the files of demo/, with the address and key of this Playhead written into its pages, and its own API.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Service } from '../services/service.ts'
import { createDemoApi, type Gardener } from './demo-api.ts'

const files = fileURLToPath(new URL('../../demo', import.meta.url))

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

export type DemoOptions = {
  port: number
  playheadUrl: string
  publishableKey: string
  /** For the shop's server alone: no page ever holds it. */
  secretKey: string
}

export const startDemo = async ({
  port,
  playheadUrl,
  publishableKey,
  secretKey,
}: DemoOptions): Promise<Service> => {
  const gardeners = JSON.parse(await readFile(join(files, 'gardeners.json'), 'utf8')) as Gardener[]
  const api = createDemoApi({ playheadUrl, secretKey, gardeners })

  const embed = (page: string) =>
    page.replaceAll('__PLAYHEAD_URL__', playheadUrl).replaceAll('__PLAYHEAD_KEY__', publishableKey)

  const answer = async (path: string): Promise<{ status: number; type: string; body: Buffer | string }> => {
    const asked = path.endsWith('/') ? `${path}index.html` : path
    const candidates = extname(asked) === '' ? [`${asked}.html`, `${asked}/index.html`] : [asked]
    for (const candidate of candidates) {
      const type = CONTENT_TYPES[extname(candidate)]
      const file = join(files, normalize(candidate))
      if (!type || !file.startsWith(files)) continue
      try {
        const body = await readFile(file)
        return { status: 200, type, body: extname(file) === '.html' ? embed(body.toString()) : body }
      } catch {
        // Not this one; what is nowhere is a 404 below.
      }
    }
    return { status: 404, type: 'text/plain; charset=utf-8', body: 'The demo shop has no such page.\n' }
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://demo')
    let decoded = '/'
    try {
      decoded = decodeURIComponent(pathname)
    } catch {
      response.writeHead(400).end()
      return
    }
    if (decoded.startsWith('/demo-api/')) {
      const said = await api(request, decoded).catch((error: Error) => ({
        status: 502,
        body: { message: error.message },
        cookie: undefined,
      }))
      response.writeHead(said.status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        ...(said.cookie && { 'set-cookie': said.cookie }),
      })
      response.end(JSON.stringify(said.body))
      return
    }
    const { status, type, body } = await answer(decoded)
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
