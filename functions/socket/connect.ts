// $connect: opens a socket for whoever holds a fresh ticket; at /ws/sessions/<id> it watches that session at once.
import * as z from 'zod'
import { renew, settleAs } from '../../core/presence/roster.ts'
import { SOCKET_PROTOCOL } from '../../core/socket/frames.ts'
import { type Holder, leaseMsOf } from '../../core/socket/ticket.ts'
import { cameByEdge } from '../gate/came-by-edge.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { lambda } from '../runtime/clients/lambda.ts'
import { secretsManager } from '../runtime/clients/secrets-manager.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, log } from '../runtime/log.ts'
import { type SocketAnswer, type SocketRequest, socket } from '../runtime/socket.ts'
import { type ConnectionStore, connections } from '../stores/connections.ts'
import { type RosterStore, rosters, whoHolds } from '../stores/rosters.ts'
import { secret } from '../stores/secret.ts'
import { type SweeperStore, sweeper } from '../stores/sweeper.ts'
import { tasks } from '../stores/tasks.ts'
import { tickets } from '../stores/tickets.ts'

type Deps = {
  cameByEdge(headers: Record<string, string>): Promise<boolean>
  tickets: { consume(ticket: string): Promise<Holder | undefined> }
  connections: Pick<ConnectionStore, 'open' | 'watch'>
  rosters: Pick<RosterStore, 'change'>
  sweeper: Pick<SweeperStore, 'isAtWork'>
  /** Tells watchers of what is new in a user's roster. */
  beginPush(of: { projectId: string; userId: string }): Promise<void>
  beginSweep(): Promise<void>
  now: () => number
}

export const connect = (deps: Deps) => {
  const { cameByEdge, tickets, connections } = deps
  return async ({
    connectionId,
    headers,
    channel,
    protocols: [protocol, ticket],
  }: SocketRequest): Promise<SocketAnswer> => {
    if (!(await cameByEdge(headers))) return { status: 403 }
    const sessionId = channelSchema.safeParse(channel)
    if (!sessionId.success) return { status: 400 }
    const holder = protocol === SOCKET_PROTOCOL && ticket ? await tickets.consume(ticket) : undefined
    if (!holder) return { status: 401 }
    if (sessionId.data && (holder.kind !== 'member' || !holder.may.live)) return { status: 403 }
    const connection = await connections.open(connectionId, holder)
    // In the ticket's own project: whatever session is named, no other project's events come.
    if (sessionId.data) await connections.watch(connection, `session#${sessionId.data}`)
    await appear(deps, connectionId, holder)
    return { status: 200, headers: { 'Sec-WebSocket-Protocol': SOCKET_PROTOCOL } }
  }
}

const appear = async (deps: Deps, connectionId: string, holder: Holder): Promise<void> => {
  const { rosters, sweeper, now } = deps
  const who = whoHolds(holder)
  if (!who || holder.kind === 'member') return
  const sign = {
    leaseMs: leaseMsOf(holder),
    ...(holder.kind === 'user' && { username: holder.username }),
  }
  const roster = await rosters.change(who, (before) =>
    settleAs(who.kind, renew(before, connectionId, sign, now()), now()),
  )
  try {
    if (roster && roster.changes.length > 0)
      await deps.beginPush({ projectId: who.projectId, userId: who.id })
    if (!(await sweeper.isAtWork())) await deps.beginSweep()
  } catch (error) {
    // The sweep that comes with the next minute finds it.
    log.error('presence is told later', errorFields(error))
  }
}

const channelSchema = z
  .string()
  .regex(/^session:/)
  .transform((channel) => channel.slice('session:'.length))
  .pipe(z.uuid())
  .optional()

const env = readEnvironment([
  'PRESENCE_TABLE',
  'EDGE_SECRET_ID',
  'PUSH_PRESENCE_FUNCTION',
  'SWEEP_PRESENCE_FUNCTION',
])

const begin = tasks(lambda).begin

export const handler = socket(
  connect({
    cameByEdge: cameByEdge(secret(secretsManager, env.EDGE_SECRET_ID)),
    tickets: tickets(dynamodb, env.PRESENCE_TABLE, Date.now),
    connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now),
    rosters: rosters(dynamodb, env.PRESENCE_TABLE, Date.now),
    sweeper: sweeper(dynamodb, env.PRESENCE_TABLE, Date.now),
    beginPush: (of) => begin(env.PUSH_PRESENCE_FUNCTION, of),
    beginSweep: () => begin(env.SWEEP_PRESENCE_FUNCTION, {}),
    now: Date.now,
  }),
)
