// A management API that keeps what is pushed, and says 410 of a connection that is gone.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ServerFrame } from '../../core/socket/frames.ts'

export const startSocketApi = async () => {
  const pushed: { connectionId: string; frame: ServerFrame }[] = []
  const gone = new Set<string>()
  const closed: string[] = []
  const server = createServer(async (request, response) => {
    const connectionId = decodeURIComponent(request.url?.split('/').at(-1) ?? '')
    const frame = await text(request)
    if (request.method === 'DELETE') {
      closed.push(connectionId)
      return response.writeHead(204).end()
    }
    if (!gone.has(connectionId)) pushed.push({ connectionId, frame: JSON.parse(frame) })
    response.writeHead(gone.has(connectionId) ? 410 : 200, { 'content-type': 'application/json' })
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gone,
    /** Connections that were closed from here. */
    closed,
    /** What was pushed to a connection since it was last asked. */
    takeFrames: (connectionId: string): ServerFrame[] => {
      const frames = pushed.filter((push) => push.connectionId === connectionId).map(({ frame }) => frame)
      pushed.splice(0, pushed.length, ...pushed.filter((push) => push.connectionId !== connectionId))
      return frames
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
