// The stores that the routes of conversations share, each made once.
import { randomBytes, randomUUID } from 'node:crypto'
import { keyFor } from '../../gate/gate.ts'
import { dynamodb } from '../../runtime/clients/dynamodb.ts'
import { socketApi } from '../../runtime/clients/socket-api.ts'
import { readEnvironment } from '../../runtime/env.ts'
import { conversations } from '../../stores/conversations.ts'
import { presence } from '../../stores/presence.ts'
import { sockets } from '../../stores/sockets.ts'
import { suppressions } from '../../stores/suppressions.ts'
import { userProfiles } from '../../stores/user-profiles.ts'
import { userWatches } from '../../stores/user-watches.ts'

const env = readEnvironment(['PEOPLE_TABLE', 'PRESENCE_TABLE', 'SOCKET_ENDPOINT'])
const now = Date.now

export const stores = {
  conversations: conversations(dynamodb, env.PEOPLE_TABLE),
  profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, now),
  sockets: sockets(socketApi(env.SOCKET_ENDPOINT)),
  presence: presence(dynamodb, env.PRESENCE_TABLE, now),
  /** Who takes part is told who of the others is here. */
  watches: userWatches(dynamodb, env.PRESENCE_TABLE, now),
  suppressions: suppressions({
    client: dynamodb,
    table: env.PEOPLE_TABLE,
    key: () => keyFor('suppressions'),
    now,
  }),
  now,
  newId: randomUUID,
  random: (bytes: number): Uint8Array => randomBytes(bytes),
}

export type Stores = typeof stores
