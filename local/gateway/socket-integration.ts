// Calls the function behind a WebSocket route and reads what it answered.
import type { Invoke } from '../lambda/invoke.ts'
import { TIMED_OUT, within } from './deadline.ts'
import { SOCKET_INTEGRATION_MAX_MS } from './limits.ts'
import type { SocketEvent } from './socket-event.ts'

export type SocketAnswer = { status: number; headers: Record<string, string>; body: string | undefined }

/** `status` alone tells of a failure: 500 when the function failed, 504 when it took too long. */
export type SocketOutcome = SocketAnswer & { failure?: string }

const failed = (status: number, failure: string): SocketOutcome => ({
  status,
  failure,
  headers: {},
  body: undefined,
})

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const headersOf = (value: unknown): Record<string, string> =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, content]) => [name.toLowerCase(), String(content)]),
      )
    : {}

const readAnswer = (result: unknown): SocketAnswer | undefined => {
  if (!isRecord(result)) return undefined
  const status = Number(result['statusCode'])
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined
  const { body } = result
  return {
    status,
    headers: headersOf(result['headers']),
    body: typeof body === 'string' && body !== '' ? body : undefined,
  }
}

export const INTERNAL_ERROR = 'Internal server error'

/** Where nobody waits for the answer (`isAnswered` false), a function may return anything. */
export const integrateSocket = async (
  { invoke, timeoutMs = SOCKET_INTEGRATION_MAX_MS }: { invoke: Invoke; timeoutMs?: number },
  event: SocketEvent,
  isAnswered: boolean,
): Promise<SocketOutcome> => {
  try {
    const result = await within(Math.min(timeoutMs, SOCKET_INTEGRATION_MAX_MS), invoke(event))
    if (result === TIMED_OUT) return failed(504, 'Endpoint request timed out')
    const answer = readAnswer(result)
    if (answer) return answer
    return isAnswered ? failed(500, INTERNAL_ERROR) : { status: 200, headers: {}, body: undefined }
  } catch {
    return failed(500, INTERNAL_ERROR)
  }
}

/** The spacing is the service's own. */
export const failureText = (message: string, connectionId: string, requestId: string): string =>
  `{"message": "${message}", "connectionId":"${connectionId}", "requestId":"${requestId}"}`
