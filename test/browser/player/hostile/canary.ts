// A server that hears of every request and every connection that is made to it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Canary = {
  origin: string
  heard: () => string[]
  forget: () => void
  close: () => void
  /** A page of its own, with this script in it. */
  page: (script: string) => void
}

export const startCanary = async (): Promise<Canary> => {
  let heard: string[] = []
  let script = ''
  const server = createServer((request, response) => {
    if (request.url === '/naive') {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<!doctype html><title>naive</title><link rel="icon" href="data:,"><script>${script}</script>`,
      )
      return
    }
    heard.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.end('')
  })
  server.on('connection', () => heard.push('connection'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => heard,
    forget: () => {
      heard = []
    },
    close: () => server.close(),
    page: (text) => {
      script = text
    },
  }
}
