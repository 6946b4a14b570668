// $default: answers a frame that a client sent.
import { AppError } from '../../core/errors.ts'
import { SOCKET_FRAME_MAX_BYTES } from '../../core/limits.ts'
import { checkMay } from '../../core/projects/check-may.ts'
import { type ClientFrame, clientFrameSchema, type ServerFrame } from '../../core/socket/frames.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { socketApi } from '../runtime/clients/socket-api.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type SocketAnswer, type SocketRequest, socket } from '../runtime/socket.ts'
import { type Connection, type ConnectionStore, connections } from '../stores/connections.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'
import { type SocketStore, sockets } from '../stores/sockets.ts'

type Deps = {
  connections: Pick<ConnectionStore, 'find' | 'watch' | 'unwatchOne'>
  sessions: Pick<SessionStore, 'find'>
  sockets: SocketStore
  now: () => number
}

export const receiveFrame =
  (deps: Deps) =>
  async ({ connectionId, body }: SocketRequest): Promise<SocketAnswer> => {
    const answer = await answerTo(deps, connectionId, body).catch(toErrorFrame)
    // Gone meanwhile? Its disconnect, or the next push to it, clears up after it.
    await deps.sockets.push(connectionId, answer)
    return { status: 200 }
  }

const answerTo = async (deps: Deps, connectionId: string, body: string): Promise<ServerFrame> => {
  const frame = parseFrame(body)
  if (frame.event === 'ping') return { event: 'pong', data: { at: deps.now() } }
  const connection = await deps.connections.find(connectionId)
  if (!connection) throw new AppError('connection-expired', 401, 'Connect again with a new ticket.')
  return watch(deps, connection, frame)
}

const watch = async (
  { connections, sessions }: Deps,
  connection: Connection,
  frame: Exclude<ClientFrame, { event: 'ping' }>,
): Promise<ServerFrame> => {
  if (frame.event !== 'unwatch_session') checkMay(connection.may, 'live')
  if (frame.event === 'watch_sessions') {
    await connections.watch(connection, 'sessions')
    return { event: 'watching', data: { sessionId: null } }
  }
  const { sessionId } = frame.data
  if (frame.event === 'unwatch_session') {
    await connections.unwatchOne(connection, `session#${sessionId}`)
    await connections.unwatchOne(connection, `replay#${sessionId}`)
    return { event: 'unwatched', data: { sessionId } }
  }
  if (frame.data.replay) checkMay(connection.may, 'replay')
  if (!(await sessions.find(connection.projectId, sessionId))) {
    throw new AppError('session-not-found', 404, 'There is no such session in this project.')
  }
  await connections.watch(connection, `${frame.data.replay ? 'replay' : 'session'}#${sessionId}`)
  return { event: 'watching', data: { sessionId } }
}

const parseFrame = (body: string): ClientFrame => {
  const frame = body.length > SOCKET_FRAME_MAX_BYTES ? undefined : clientFrameSchema.safeParse(parse(body))
  if (!frame?.success)
    throw new AppError('invalid-frame', 400, 'The frame is not one that this socket takes.')
  return frame.data
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What is meant for the caller goes back over the socket; a fault of ours is left to the recipe. */
const toErrorFrame = (error: unknown): ServerFrame => {
  if (!(error instanceof AppError)) throw error
  return { event: 'error', data: { code: error.code, message: error.message } }
}

const env = readEnvironment(['PRESENCE_TABLE', 'SESSIONS_TABLE', 'SOCKET_ENDPOINT'])

export const handler = socket(
  receiveFrame({
    connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now),
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
    sockets: sockets(socketApi(env.SOCKET_ENDPOINT)),
    now: Date.now,
  }),
)
