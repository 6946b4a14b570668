// $default: one frame from a client. What goes wrong is answered with a frame that names the fault.
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { lambda } from '../runtime/clients/lambda.ts'
import { socketApi } from '../runtime/clients/socket-api.ts'
import { readEnvironment } from '../runtime/env.ts'
import { socket } from '../runtime/socket.ts'
import { connections } from '../stores/connections.ts'
import { presence } from '../stores/presence.ts'
import { rosters } from '../stores/rosters.ts'
import { sessions } from '../stores/sessions.ts'
import { sockets } from '../stores/sockets.ts'
import { tasks } from '../stores/tasks.ts'
import { userWatches } from '../stores/user-watches.ts'
import { frameMeter } from './receive-frame/frame-meter.ts'
import { receiveFrame } from './receive-frame/receive-frame.ts'

const env = readEnvironment(['PRESENCE_TABLE', 'SESSIONS_TABLE', 'SOCKET_ENDPOINT', 'PUSH_PRESENCE_FUNCTION'])

const [table, now] = [env.PRESENCE_TABLE, Date.now]

export const handler = socket(
  receiveFrame({
    connections: connections(dynamodb, table, now),
    rosters: rosters(dynamodb, table, now),
    watches: userWatches(dynamodb, table, now),
    presence: presence(dynamodb, table, now),
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
    sockets: sockets(socketApi(env.SOCKET_ENDPOINT)),
    beginPush: (of) => tasks(lambda).begin(env.PUSH_PRESENCE_FUNCTION, of),
    meter: frameMeter(now),
    now,
  }),
)
