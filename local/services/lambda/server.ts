// Lambda's Invoke on the loopback: calls functions of the assembly, at once or without waiting, by the real SDK's wire.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { FunctionError } from '../../lambda/invoke.ts'
import { listen, readBody, ServiceError } from '../json-service.ts'
import type { Service } from '../service.ts'

export type LambdaOptions = {
  region?: string
  accountId?: string
  port?: number
  /** Calls a function by its ARN; throws what the function threw. */
  invoke: (arn: string, event: unknown) => Promise<unknown>
  /** Whether there is such a function. */
  knows: (arn: string) => boolean
  /** Told when a function that nobody waits for has failed at every try. */
  onGivenUp?: (arn: string, error: unknown) => void
  /** Milliseconds before each further try of what nobody waits for: Lambda's own unless a test is in a hurry. */
  retryAfterMs?: readonly number[]
}

/** Lambda tries twice again, after one minute and after two. */
const RETRY_AFTER_MS = [60_000, 120_000]

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations(?:\?.*)?$/

export const startLambda = async (options: LambdaOptions): Promise<Service> => {
  const { region = 'us-east-1', accountId = '000000000000', invoke, knows, port } = options
  const { retryAfterMs = RETRY_AFTER_MS, onGivenUp = () => {} } = options
  const waiting = new Set<NodeJS.Timeout>()

  const arnOf = (name: string): string =>
    name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${accountId}:function:${name}`

  const tryOn = (arn: string, event: unknown, [delay, ...further]: readonly number[]): void => {
    invoke(arn, event).catch((error: unknown) => {
      if (delay === undefined) return onGivenUp(arn, error)
      const timer = setTimeout(() => {
        waiting.delete(timer)
        tryOn(arn, event, further)
      }, delay)
      waiting.add(timer)
    })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, name] = PATH.exec(request.url ?? '') ?? []
    if (request.method !== 'POST' || name === undefined)
      throw new ServiceError('UnknownOperationException', 'Only Invoke is known here.', 404)
    if (!request.headers.authorization)
      throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403)
    const arn = arnOf(decodeURIComponent(name))
    if (!knows(arn)) throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, 404)
    const event = parse(await readBody(request))
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse'
    if (type === 'DryRun') return void response.writeHead(204).end()
    if (type === 'Event') {
      tryOn(arn, event, retryAfterMs)
      return void response.writeHead(202, { 'x-amzn-requestid': randomUUID() }).end()
    }
    const { payload, failed } = await invoke(arn, event).then(
      (payload) => ({ payload: payload ?? null, failed: false }),
      (error: unknown) => ({ payload: failureOf(error), failed: true }),
    )
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'x-amzn-requestid': randomUUID(),
        'x-amz-executed-version': '$LATEST',
        ...(failed && { 'x-amz-function-error': 'Unhandled' }),
      })
      .end(JSON.stringify(payload))
  }

  const service = await listen((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { name, message, status } =
        error instanceof ServiceError
          ? error
          : { name: 'ServiceException', message: 'Something went wrong inside the service.', status: 500 }
      response
        .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name })
        .end(JSON.stringify({ Type: 'User', Message: message }))
    })
  }, port)
  return {
    url: service.url,
    stop: async () => {
      for (const timer of waiting) clearTimeout(timer)
      await service.stop()
    },
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text || '{}')
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json.')
  }
}

const failureOf = (error: unknown): object => ({
  errorType: error instanceof FunctionError ? error.errorType : 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
})
