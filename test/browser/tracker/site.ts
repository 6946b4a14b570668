// A small site whose pages a test writes as HTML, on an origin of its own.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Site = {
  origin: string
  page: (path: string, html: string, headers?: Record<string, string>) => void
  file: (path: string, body: string, headers?: Record<string, string>) => void
  stop: () => Promise<void>
}

export const startSite = async (): Promise<Site> => {
  const files = new Map<string, { body: string; headers: Record<string, string> }>()
  const file: Site['file'] = (path, body, headers = {}) => files.set(path, { body, headers })
  const server = createServer((request, response) => {
    const found = files.get(new URL(request.url ?? '/', 'http://site').pathname)
    if (!found) return response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...found.headers }).end(found.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: (path, html, headers) => file(path, `<!doctype html>${html}`, headers),
    file,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
