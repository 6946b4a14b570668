// Serves the player as it ships, on an origin of its own under its own policy, and a host page on another.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { buildPlayer } from '../dashboard/build-dashboard.ts'
import { DASHBOARD_POLICY, serveSite } from '../dashboard/static-site.ts'

export type ServedPlayer = {
  hostOrigin: string
  playerOrigin: string
  /** What the host page fetches, by name. */
  segments: Map<string, Buffer>
  close: () => Promise<void>
}

type Serve = Parameters<typeof createServer>[1]

const listen = async (serve: Serve, host: string): Promise<[Server, string]> => {
  const server = createServer(serve as never)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return [server, `http://${host}:${(server.address() as AddressInfo).port}`]
}

const hostScript = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [new URL('pages/host.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    target: 'es2022',
    format: 'iife',
  })
  return outputFiles[0]?.text ?? ''
}

const HOST_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css"></head><body><script src="/host.js"></script></body></html>`
const HOST_STYLE = 'body{margin:0}iframe{border:0;position:fixed;inset:0;width:100%;height:100%}'

export const servePlayer = async (policy: string): Promise<ServedPlayer> => {
  const segments = new Map<string, Buffer>()
  const script = await hostScript()
  const site = await buildPlayer()
  const serve = serveSite(site.directory, policy)
  const [player, playerOrigin] = await listen((request, response) => {
    response.setHeader('origin-agent-cluster', '?1')
    void serve(request, response)
  }, '127.0.0.1')
  const [host, hostOrigin] = await listen((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname)
    const segment = segments.get(path.replace('/segments/', ''))
    const [type, body] = segment
      ? ['application/gzip', segment]
      : path === '/host.js'
        ? ['text/javascript', script]
        : path === '/host.css'
          ? ['text/css', HOST_STYLE]
          : ['text/html; charset=utf-8', path === '/' ? HOST_PAGE : undefined]
    response
      .writeHead(body === undefined ? 404 : 200, {
        'content-type': type,
        'content-security-policy': DASHBOARD_POLICY,
        'set-cookie': 'login=secret-of-the-dashboard; Path=/',
      })
      .end(body)
  }, 'localhost')
  return {
    hostOrigin,
    playerOrigin,
    segments,
    close: async () => {
      player.close()
      host.close()
      await site.remove()
    },
  }
}
