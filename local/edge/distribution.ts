// CloudFront for one machine: a distribution, from the configuration that CloudFormation would create it with.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Service } from '../services/service.ts'
import { compileBehaviors, type DistributionParts } from './behaviors.ts'
import { createCompressor } from './compression.ts'
import { hasBody } from './edge-message.ts'
import { sendAnswer } from './send-answer.ts'
import { passSocket } from './socket-passage.ts'
import { admit, type Edge, fromOrigin, leave } from './visit.ts'

export type DistributionOptions = DistributionParts & {
  /** `CloudFront-Viewer-…` headers: where the viewer is, on what device. */
  viewerFacts?: (request: IncomingMessage) => Record<string, string>
  distributionId?: string
  domainName?: string
  requestId?: () => string
}

export type Distribution = {
  handler: (request: IncomingMessage, response: ServerResponse) => void
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  listen(address: { host: string; port: number }): Promise<Service>
}

const HEADERS_MAX_BYTES = 32_768 // CloudFront takes 20 KiB of headers and 32 KiB with the request line

const serve = async (edge: Edge, message: IncomingMessage, response: ServerResponse) => {
  const gone = new AbortController()
  message.on('error', () => {})
  response.on('error', () => {})
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  try {
    const { visit, answer } = admit(edge, message)
    // The rest of a body is read and thrown away: hanging up on a viewer who still sends would lose the answer.
    if (answer && hasBody(message.headers)) response.shouldKeepAlive = true
    const found = answer ?? (await fromOrigin(visit, message, gone.signal))
    await sendAnswer(response, visit.request.method, leave(visit, found))
  } catch (error) {
    // A viewer who leaves, or an origin that breaks off halfway, can only be answered by hanging up.
    const abandoned = response.destroyed || response.headersSent
    if (!abandoned) edge.log({ message: 'A request failed', url: message.url, error: String(error) })
    response.destroy()
  }
}

const listen = async (
  { handler, upgrade }: Pick<Distribution, 'handler' | 'upgrade'>,
  { host, port }: { host: string; port: number },
): Promise<Service> => {
  const server = createServer({ maxHeaderSize: HEADERS_MAX_BYTES }, handler)
  const sockets = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    upgrade(request, socket, head)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
        server.closeAllConnections()
      }),
  }
}

/** Throws for whatever the configuration asks of CloudFront that is not known here. */
export const createDistribution = (options: DistributionOptions): Distribution => {
  const edge: Edge = {
    ...compileBehaviors(options),
    distributionId: options.distributionId ?? 'ELOCALEDGE',
    domainName: options.domainName ?? 'local.cloudfront.net',
    viewerFacts: options.viewerFacts ?? (() => ({})),
    requestId: options.requestId ?? (() => randomBytes(40).toString('base64url')),
    compress: createCompressor(),
    log: options.log ?? (() => {}),
  }
  const doors = {
    handler: (request: IncomingMessage, response: ServerResponse) => void serve(edge, request, response),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      passSocket(edge, request, socket, head),
  }
  return { ...doors, listen: (address) => listen(doors, address) }
}
