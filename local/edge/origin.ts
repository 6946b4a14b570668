// What CloudFront may forward a request to: an API, a socket API or a bucket, all in this process.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type Origin = {
  /** `request.url` and `request.headers` are already what the origin would receive. */
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void
}
