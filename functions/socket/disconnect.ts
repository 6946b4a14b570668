// $disconnect: forgets a socket and what it watched.
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type SocketAnswer, type SocketRequest, socket } from '../runtime/socket.ts'
import { type ConnectionStore, connections } from '../stores/connections.ts'

type Deps = { connections: Pick<ConnectionStore, 'close'> }

export const disconnect =
  ({ connections }: Deps) =>
  async ({ connectionId }: SocketRequest): Promise<SocketAnswer> => {
    await connections.close(connectionId)
    return { status: 200 }
  }

const env = readEnvironment(['PRESENCE_TABLE'])

export const handler = socket(
  disconnect({ connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now) }),
)
