// POST /api/v1/socket-tickets: a ticket that opens one socket, once and soon.
import { randomBytes } from 'node:crypto'
import { issueSocketTicket as operation } from '../../core/api/live-operations.ts'
import { SOCKET_TICKET_SECONDS } from '../../core/limits.ts'
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { created, type HttpAnswer } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { type TicketHolder, tickets } from '../stores/tickets.ts'

const TICKET_BYTES = 32

type Deps = {
  tickets: { issue(ticket: string, holder: TicketHolder, expiresAt: number): Promise<void> }
  random: (bytes: number) => Buffer
  now: () => number
}

export const issueSocketTicket =
  ({ tickets, random, now }: Deps) =>
  async ({ caller: { projectId, memberId, may } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const ticket = random(TICKET_BYTES).toString('base64url')
    const expiresAt = now() + SOCKET_TICKET_SECONDS * 1000
    await tickets.issue(ticket, { projectId, memberId, may }, expiresAt)
    return created({ ticket, expiresAt })
  }

const env = readEnvironment(['PRESENCE_TABLE'])

export const handler = http(
  gate,
  route(
    operation,
    issueSocketTicket({
      tickets: tickets(dynamodb, env.PRESENCE_TABLE, Date.now),
      random: randomBytes,
      now: Date.now,
    }),
  ),
)
