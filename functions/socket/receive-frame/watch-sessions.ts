// A member follows sessions: the list, one of them, or one with its recording.
import { AppError } from '../../../core/errors.ts'
import { checkMay } from '../../../core/projects/check-may.ts'
import type { ClientFrame, ServerFrame } from '../../../core/socket/frames.ts'
import type { MemberConnection } from '../../stores/connections.ts'
import type { Deps } from './receive-frame.ts'

type SessionFrame = Extract<ClientFrame, { event: 'watch_sessions' | 'watch_session' | 'unwatch_session' }>

export const watchSessions = async (
  { connections, sessions }: Pick<Deps, 'connections' | 'sessions'>,
  connection: MemberConnection,
  frame: SessionFrame,
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
