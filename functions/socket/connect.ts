// $connect: opens a socket for whoever holds a fresh ticket; at /ws/sessions/<id> it watches that session at once.
import * as z from 'zod'
import { SOCKET_PROTOCOL } from '../../core/socket/frames.ts'
import type { Holder } from '../../core/socket/ticket.ts'
import { cameByEdge } from '../gate/came-by-edge.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { secretsManager } from '../runtime/clients/secrets-manager.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type SocketAnswer, type SocketRequest, socket } from '../runtime/socket.ts'
import { type ConnectionStore, connections } from '../stores/connections.ts'
import { secret } from '../stores/secret.ts'
import { tickets } from '../stores/tickets.ts'

type Deps = {
  cameByEdge(headers: Record<string, string>): Promise<boolean>
  tickets: { consume(ticket: string): Promise<Holder | undefined> }
  connections: Pick<ConnectionStore, 'open' | 'watch'>
}

export const connect =
  ({ cameByEdge, tickets, connections }: Deps) =>
  async ({
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
    const connection = await connections.open(connectionId, holder)
    // In the ticket's own project: whatever session is named, no other project's events come.
    if (sessionId.data) await connections.watch(connection, `session#${sessionId.data}`)
    return { status: 200, headers: { 'Sec-WebSocket-Protocol': SOCKET_PROTOCOL } }
  }

const channelSchema = z
  .string()
  .regex(/^session:/)
  .transform((channel) => channel.slice('session:'.length))
  .pipe(z.uuid())
  .optional()

const env = readEnvironment(['PRESENCE_TABLE', 'EDGE_SECRET_ID'])

export const handler = socket(
  connect({
    cameByEdge: cameByEdge(secret(secretsManager, env.EDGE_SECRET_ID)),
    tickets: tickets(dynamodb, env.PRESENCE_TABLE, Date.now),
    connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now),
  }),
)
