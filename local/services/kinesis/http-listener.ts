// HTTP/1.1 on loopback: whole bodies in, whole answers out.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Kinesis } from './action.ts'
import { type Answer, dispatch, refuse } from './dispatch.ts'
import { KinesisError } from './kinesis-error.ts'
import { BODY_MAX_BYTES } from './limits.ts'

/** Longer than any client keeps an idle connection, so that none is closed under a request on its way. */
const KEEP_ALIVE_MS = 300_000

export type Listener = { port: number; close(): Promise<void> }

export const listen = async (kinesis: Kinesis, port: number): Promise<Listener> => {
  let inFlight = 0
  let closing = false
  const server = createServer(async (request, response) => {
    inFlight += 1
    response.once('close', () => {
      inFlight -= 1
      if (closing && inFlight === 0) server.closeAllConnections()
    })
    const body = await readBody(request)
    if (body === 'gone') return
    send(response, body === 'too-large' ? refuse(tooLarge()) : await dispatch(request.headers, body, kinesis))
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        closing = true
        server.close(() => resolve())
        if (inFlight === 0) server.closeAllConnections()
      }),
  }
}

const tooLarge = (): KinesisError =>
  new KinesisError('ValidationException', `A body may have ${BODY_MAX_BYTES} bytes.`, 413)

const send = (response: ServerResponse, { status, body }: Answer): void => {
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': bytes.length,
    'x-amzn-requestid': randomUUID(),
  })
  response.end(bytes)
}

const readBody = (request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      // What is too large is read to its end all the same: a client that still writes would miss the answer.
      if (bytes <= BODY_MAX_BYTES) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => resolve(bytes > BODY_MAX_BYTES ? 'too-large' : Buffer.concat(chunks, bytes)))
    request.on('close', () => resolve('gone'))
    request.on('error', () => resolve('gone'))
  })
