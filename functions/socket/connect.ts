// $connect: opens a socket for whoever holds a fresh ticket.
import { SOCKET_PROTOCOL } from '../../core/socket/frames.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type SocketAnswer, type SocketRequest, socket } from '../runtime/socket.ts'
import { type ConnectionStore, connections } from '../stores/connections.ts'
import { type TicketHolder, tickets } from '../stores/tickets.ts'

type Deps = {
  tickets: { consume(ticket: string): Promise<TicketHolder | undefined> }
  connections: Pick<ConnectionStore, 'open'>
}

export const connect =
  ({ tickets, connections }: Deps) =>
  async ({ connectionId, protocols: [protocol, ticket] }: SocketRequest): Promise<SocketAnswer> => {
    const holder = protocol === SOCKET_PROTOCOL && ticket ? await tickets.consume(ticket) : undefined
    if (!holder) return { status: 401 }
    await connections.open(connectionId, holder)
    return { status: 200, headers: { 'Sec-WebSocket-Protocol': SOCKET_PROTOCOL } }
  }

const env = readEnvironment(['PRESENCE_TABLE'])

export const handler = socket(
  connect({
    tickets: tickets(dynamodb, env.PRESENCE_TABLE, Date.now),
    connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now),
  }),
)
