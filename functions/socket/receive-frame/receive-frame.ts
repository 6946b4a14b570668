// What comes of a frame: pings renew leases, users and members watch users, members watch sessions.
import { AppError } from '../../../core/errors.ts'
import { renew, type Sign, settleAs } from '../../../core/presence/roster.ts'
import { checkMay } from '../../../core/projects/check-may.ts'
import type { ClientFrame, ServerFrame } from '../../../core/socket/frames.ts'
import { presenceFrame } from '../../../core/socket/presence-frames.ts'
import { leaseMsOf } from '../../../core/socket/ticket.ts'
import { errorFields, log } from '../../runtime/log.ts'
import type { SocketAnswer, SocketRequest } from '../../runtime/socket.ts'
import type { Connection, ConnectionStore, MemberConnection } from '../../stores/connections.ts'
import type { PresenceStore } from '../../stores/presence.ts'
import { type RosterStore, whoHolds } from '../../stores/rosters.ts'
import type { SessionStore } from '../../stores/sessions.ts'
import type { SocketStore } from '../../stores/sockets.ts'
import type { UserWatchStore, WatchingConnection } from '../../stores/user-watches.ts'
import type { FrameMeter } from './frame-meter.ts'
import { parseFrame } from './parse-frame.ts'
import { watchSessions } from './watch-sessions.ts'

export type Deps = {
  connections: Pick<ConnectionStore, 'find' | 'watch' | 'unwatchOne'>
  rosters: Pick<RosterStore, 'change'>
  watches: Pick<UserWatchStore, 'watch' | 'unwatch'>
  presence: Pick<PresenceStore, 'standings'>
  sessions: Pick<SessionStore, 'find'>
  sockets: SocketStore
  beginPush(of: { projectId: string; userId: string }): Promise<void>
  meter: FrameMeter
  now: () => number
}

type Frame<Event extends ClientFrame['event']> = Extract<ClientFrame, { event: Event }>

/** Answers that are pushed at once: a list of 200 users is told in a moment. */
const PUSHES_AT_ONCE = 20

export const receiveFrame =
  (deps: Deps) =>
  async ({ connectionId, body }: SocketRequest): Promise<SocketAnswer> => {
    const metered = deps.meter(connectionId)
    if (metered === 'flood') return { status: 200 }
    const answers = await (metered === 'last' ? tooMany() : answersTo(deps, connectionId, body)).catch(
      toErrorFrames,
    )
    // Gone meanwhile? Its disconnect, or the next push to it, clears up after it.
    const waiting = answers.toReversed()
    const worker = async (): Promise<void> => {
      for (let frame = waiting.pop(); frame; frame = waiting.pop())
        await deps.sockets.push(connectionId, frame)
    }
    await Promise.all(Array.from({ length: PUSHES_AT_ONCE }, worker))
    if (metered === 'last') await deps.sockets.close(connectionId)
    return { status: 200 }
  }

const tooMany = async (): Promise<ServerFrame[]> => {
  throw new AppError('too-many-frames', 429, 'This connection sends too many frames, and is closed.')
}

const answersTo = async (deps: Deps, connectionId: string, body: string): Promise<ServerFrame[]> => {
  const frame = parseFrame(body)
  const connection = await deps.connections.find(connectionId)
  if (!connection) throw new AppError('connection-expired', 401, 'Connect again with a new ticket.')
  switch (frame.event) {
    case 'ping':
      await sign(deps, connection, { idle: frame.data?.idle ?? false })
      return [{ event: 'pong', data: { at: deps.now() } }]
    case 'update_presence':
      return [await updatePresence(deps, connection, frame)]
    case 'watch':
      return watchUsers(deps, watching(connection), frame.data.userIds)
    case 'unwatch':
      await deps.watches.unwatch(watching(connection), frame.data.userIds)
      return [{ event: 'unwatched_users', data: { userIds: frame.data.userIds } }]
    case 'watch_people':
      await deps.connections.watch(whoSeesPeople(connection), 'people')
      return [{ event: 'watching_people', data: {} }]
    case 'unwatch_people':
      await deps.connections.unwatchOne(ofMember(connection), 'people')
      return [{ event: 'unwatched_people', data: {} }]
    default:
      return [await watchSessions(deps, ofMember(connection), frame)]
  }
}

/** A member's connection is in no roster: it only stays open. */
const sign = async (
  deps: Deps,
  connection: Connection,
  signed: Pick<Sign, 'idle' | 'set' | 'hidden'>,
): Promise<void> => {
  const who = whoHolds(connection)
  if (!who || connection.kind === 'member') return
  const { connectionId } = connection
  // Back after its lease had ended, or after another container had swept it: the connection still says whose it is.
  const whole = {
    ...signed,
    leaseMs: leaseMsOf(connection),
    ...(connection.kind === 'user' && { username: connection.username }),
  }
  const roster = await deps.rosters.change(who, (before) =>
    settleAs(who.kind, renew(before, connectionId, whole, deps.now()), deps.now()),
  )
  if (!roster?.changes.length) return
  try {
    await deps.beginPush({ projectId: who.projectId, userId: who.id })
  } catch (error) {
    // The next sweep finds it.
    log.error('presence is told later', errorFields(error))
  }
}

const updatePresence = async (
  deps: Deps,
  connection: Connection,
  { data: { userId, status, hidden } }: Frame<'update_presence'>,
): Promise<ServerFrame> => {
  if (connection.kind !== 'user' || (userId !== undefined && userId !== connection.userId)) {
    throw new AppError('not-your-presence', 403, 'A user sets its own presence only.')
  }
  await sign(deps, connection, { set: status, hidden })
  return { event: 'presence_set', data: { status, ...(hidden !== undefined && { hidden }) } }
}

const watchUsers = async (
  { watches, presence, now }: Deps,
  connection: WatchingConnection,
  userIds: string[],
): Promise<ServerFrame[]> => {
  // First the watch, then the look: a change in between is told twice, with one version, and never not at all.
  await watches.watch(connection, userIds)
  const standings = await presence.standings(connection.projectId, userIds, {
    seesHidden: connection.isMember,
  })
  return standings.map((standing) => presenceFrame(standing, now()))
}

const watching = (connection: Connection): WatchingConnection => {
  if (connection.kind === 'visitor') throw onlyCounted()
  if (connection.kind === 'member') whoSeesPeople(connection)
  const { connectionId, projectId, expiresAt } = connection
  return { connectionId, projectId, expiresAt, isMember: connection.kind === 'member' }
}

const ofMember = (connection: Connection): MemberConnection => {
  if (connection.kind === 'member') return connection
  if (connection.kind === 'visitor') throw onlyCounted()
  throw new AppError('members-only', 403, 'This is for members of the project.')
}

/** Who is there, and who that is. */
const whoSeesPeople = (connection: Connection): MemberConnection => {
  const member = ofMember(connection)
  checkMay(member.may, 'live')
  checkMay(member.may, 'personal')
  return member
}

const onlyCounted = (): AppError =>
  new AppError('visitors-are-only-counted', 403, 'An anonymous visitor is counted, and may only ping.')

/** What is meant for the caller goes back over the socket; a fault of ours is left to the recipe. */
const toErrorFrames = (error: unknown): ServerFrame[] => {
  if (!(error instanceof AppError)) throw error
  const { code, message, fields } = error
  return [{ event: 'error', data: { code, message, ...(fields && { fields }) } }]
}
