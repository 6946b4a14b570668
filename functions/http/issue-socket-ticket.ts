// POST /api/v1/socket-tickets: a ticket that opens one socket, once and soon.
import { randomBytes } from 'node:crypto'
import { issueSocketTicket as operation } from '../../core/api/live-operations.ts'
import { AppError } from '../../core/errors.ts'
import { PRESENCE_PING_SECONDS, SOCKET_TICKET_SECONDS } from '../../core/limits.ts'
import type { Holder } from '../../core/socket/ticket.ts'
import { gate, keyFor } from '../gate/gate.ts'
import { refuseErased } from '../gate/refuse-erased.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { created, type HttpAnswer } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { type SuppressionStore, suppressions } from '../stores/suppressions.ts'
import { tickets } from '../stores/tickets.ts'

const TICKET_BYTES = 32

type Deps = {
  tickets: { issue(ticket: string, holder: Holder, expiresAt: number): Promise<void> }
  suppressions: Pick<SuppressionStore, 'among'>
  random: (bytes: number) => Buffer
  now: () => number
}

export const issueSocketTicket =
  ({ tickets, suppressions, random, now }: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    // A token outlives its user.
    if ('userId' in caller) await refuseErased(suppressions, caller.projectId, caller.userId)
    const ticket = random(TICKET_BYTES).toString('base64url')
    const expiresAt = now() + SOCKET_TICKET_SECONDS * 1000
    const { pingSeconds = PRESENCE_PING_SECONDS.usual, visitorId } = body ?? {}
    await tickets.issue(ticket, holderOf(caller, pingSeconds, visitorId), expiresAt)
    return created({ ticket, expiresAt, pingSeconds })
  }

const holderOf = (
  caller: RequestOf<typeof operation>['caller'],
  pingSeconds: number,
  visitorId: string | undefined,
): Holder => {
  const { projectId } = caller
  const isVisitor = 'publishableKeyId' in caller
  if (isVisitor !== (visitorId !== undefined)) {
    const message = isVisitor
      ? 'is required with a publishable key'
      : 'is for anonymous visitors, who ask with the publishable key'
    throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
      fields: [{ field: 'visitorId', message }],
    })
  }
  if ('userId' in caller) {
    const { userId, username } = caller
    return { kind: 'user', projectId, userId, username, pingSeconds }
  }
  if ('memberId' in caller) {
    const { memberId, may } = caller
    return { kind: 'member', projectId, memberId, may }
  }
  return { kind: 'visitor', projectId, visitorId: visitorId ?? '', pingSeconds }
}

const env = readEnvironment(['PRESENCE_TABLE', 'PEOPLE_TABLE'])

export const handler = http(
  gate,
  route(
    operation,
    issueSocketTicket({
      tickets: tickets(dynamodb, env.PRESENCE_TABLE, Date.now),
      suppressions: suppressions({
        client: dynamodb,
        table: env.PEOPLE_TABLE,
        key: () => keyFor('suppressions'),
        now: Date.now,
      }),
      random: randomBytes,
      now: Date.now,
    }),
  ),
)
