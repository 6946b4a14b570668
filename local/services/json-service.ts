// The AWS JSON 1.1 protocol: every call is a POST to `/`, the operation is named by `X-Amz-Target`.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { z } from 'zod'
import type { Service } from './service.ts'

const BODY_MAX_BYTES = 1_048_576 // AWS refuses larger JSON requests; nothing here needs more

/** What a caller is meant to see; anything else that is thrown answers InternalErrorException. */
export class ServiceError extends Error {
  readonly status: number

  constructor(name: string, message: string, status = 400) {
    super(message)
    this.name = name
    this.status = status
  }
}

export type Operation = (input: unknown) => Promise<object>
export type Operations = Record<string, Operation>

export const operation =
  <Schema extends z.ZodType>(
    schema: Schema,
    run: (input: z.output<Schema>) => object | Promise<object>,
  ): Operation =>
  async (input) => {
    const parsed = schema.safeParse(input)
    if (parsed.success) return await run(parsed.data)
    const problems = parsed.error.issues.map(
      ({ path, message }) => `Value at '${path.join('.')}' failed to satisfy constraint: ${message}`,
    )
    throw new ServiceError(
      'InvalidParameterException',
      `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected: ${problems.join('; ')}`,
    )
  }

export const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_MAX_BYTES)
      throw new ServiceError('SerializationException', 'The request is too large.', 413)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export type JsonService = {
  /** What stands before the dot in `X-Amz-Target`. */
  target: string
  operations: Operations
  /** Operations that a client may call without signing. */
  unsigned?: ReadonlySet<string>
  /** Awaited before an answer leaves: when it resolves, what the operation changed is on disk. */
  saved?: () => Promise<void>
}

const call = async (service: JsonService, request: IncomingMessage): Promise<object> => {
  const [target, name = ''] = String(request.headers['x-amz-target'] ?? '').split('.')
  const run = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined
  if (target !== service.target || !run) {
    throw new ServiceError('UnknownOperationException', `${name || 'No operation'} is not known here.`)
  }
  if (!request.headers.authorization && !service.unsigned?.has(name)) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  const body = await readBody(request)
  let input: unknown
  try {
    input = JSON.parse(body || '{}')
  } catch {
    throw new ServiceError('SerializationException', 'The request is not JSON.')
  }
  try {
    return await run(input)
  } finally {
    await service.saved?.()
  }
}

const asServiceError = (error: unknown): ServiceError => {
  if (error instanceof ServiceError) return error
  console.error('A call failed', error)
  return new ServiceError('InternalErrorException', 'Something went wrong inside the service.', 500)
}

export const answerJson = async (
  service: JsonService,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() }
  try {
    const output = JSON.stringify(await call(service, request))
    response.writeHead(200, headers).end(output)
  } catch (caught) {
    const error = asServiceError(caught)
    response
      .writeHead(error.status, { ...headers, 'x-amzn-errortype': error.name })
      .end(JSON.stringify({ __type: error.name, message: error.message }))
  }
}

/** Listens on the loopback only; its stop ends connections that are kept alive. */
export const listen = async (listener: RequestListener, port = 0): Promise<Service> => {
  const server = createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // Whoever still waits for an answer has had its chance once the idle ones are gone.
        setTimeout(() => server.closeAllConnections(), 1_000).unref()
      }),
  }
}
