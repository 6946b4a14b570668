// POST /api/v1/socket-tickets: a ticket that opens one socket, once and soon.
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { AppError } from '../../core/errors.ts'
import { SOCKET_TICKET_SECONDS } from '../../core/limits.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { created, type HttpAnswer } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type Member, member, roleIn } from '../runtime/http/member-access.ts'
import { type ProjectStore, projects } from '../stores/projects.ts'
import { type TicketHolder, tickets } from '../stores/tickets.ts'

const TICKET_BYTES = 32

type Deps = {
  projects: Pick<ProjectStore, 'roleOf' | 'idsOfMember'>
  tickets: { issue(ticket: string, holder: TicketHolder, expiresAt: number): Promise<void> }
  random: (bytes: number) => Buffer
  now: () => number
}
type Request = { caller: Member; query: { projectId?: string | undefined } }

export const issueSocketTicket =
  ({ projects, tickets, random, now }: Deps) =>
  async ({ caller: { memberId }, query }: Request): Promise<HttpAnswer> => {
    const projectId = query.projectId ?? onlyOne(await projects.idsOfMember(memberId))
    await roleIn(projects, projectId, memberId)
    const ticket = random(TICKET_BYTES).toString('base64url')
    const expiresAt = now() + SOCKET_TICKET_SECONDS * 1000
    await tickets.issue(ticket, { projectId, memberId }, expiresAt)
    return created({ ticket, expiresAt })
  }

const onlyOne = ([projectId, ...others]: string[]): string => {
  if (projectId !== undefined && others.length === 0) return projectId
  throw new AppError('invalid-request', 400, 'The query is not what this route takes.', {
    fields: [{ field: 'projectId', message: 'is required unless you are a member of exactly one project' }],
  })
}

const env = readEnvironment(['CONFIGURATION_TABLE', 'PRESENCE_TABLE'])

export const handler = http(
  { access: member, query: z.object({ projectId: z.string().max(64).optional() }) },
  issueSocketTicket({
    projects: projects(dynamodb, env.CONFIGURATION_TABLE),
    tickets: tickets(dynamodb, env.PRESENCE_TABLE, Date.now),
    random: randomBytes,
    now: Date.now,
  }),
)
