// $disconnect: forgets a socket and what it watched. It may never come: leases do not wait for it.
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type SocketAnswer, type SocketRequest, socket } from '../runtime/socket.ts'
import { connections } from '../stores/connections.ts'
import { endConnection } from '../stores/end-connection.ts'
import { rosters } from '../stores/rosters.ts'

type Deps = { endConnection(connectionId: string): Promise<unknown> }

export const disconnect =
  ({ endConnection }: Deps) =>
  async ({ connectionId }: SocketRequest): Promise<SocketAnswer> => {
    // Nobody is told here: whoever comes back within the grace never left, and the sweep tells of the others.
    await endConnection(connectionId)
    return { status: 200 }
  }

const env = readEnvironment(['PRESENCE_TABLE'])

export const handler = socket(
  disconnect({
    endConnection: endConnection({
      connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now),
      rosters: rosters(dynamodb, env.PRESENCE_TABLE, Date.now),
      now: Date.now,
    }),
  }),
)
