// Pushes what just happened to the sockets that watch it.
import { gzipSync } from 'node:zlib'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { withoutPerson, withoutTraits } from '../../core/people/pseudonym.ts'
import { MAY_ALL, type May } from '../../core/projects/may-see.ts'
import { isReplayEvent } from '../../core/replay/recording-format.ts'
import { foldBatch } from '../../core/sessions/fold-batch.ts'
import type { Session } from '../../core/sessions/session.ts'
import type { SessionEvent } from '../../core/sessions/session-event.ts'
import { sessionEventsOf } from '../../core/sessions/session-events.ts'
import { toSession } from '../../core/sessions/to-session.ts'
import { withoutAsides } from '../../core/shares/bound-segment.ts'
import type { ServerFrame } from '../../core/socket/frames.ts'
import { replayFrames } from '../../core/socket/replay-frames.ts'
import { fitsFrame, sessionEventFrames } from '../../core/socket/session-frames.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { socketApi } from '../runtime/clients/socket-api.ts'
import { readEnvironment } from '../runtime/env.ts'
import type { Delivery } from '../runtime/stream/delivery.ts'
import { eachSession } from '../runtime/stream/each-group.ts'
import { stream } from '../runtime/stream/stream.ts'
import { claims } from '../stores/claims.ts'
import { type ConnectionStore, connections } from '../stores/connections.ts'
import type { Watcher } from '../stores/session-watchers.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'
import { type SocketStore, sockets } from '../stores/sockets.ts'

type Deps = {
  connections: Pick<ConnectionStore, 'watchersOf' | 'close'>
  sessions: Pick<SessionStore, 'read'>
  sockets: SocketStore
}
type Batches = [StampedBatch, ...StampedBatch[]]

export const pushLive =
  ({ connections, sessions, sockets }: Deps) =>
  async (deliveries: Delivery[]): Promise<void> => {
    const watchersOf = rememberingPromises(connections.watchersOf)
    await eachSession(deliveries, async (batches) => {
      const { projectId, sessionId } = batches[0]
      const watchers = await watchersOf(projectId)
      const ofReplay = connectionsOf(watchers, `replay#${sessionId}`)
      const ofSession = new Set([...connectionsOf(watchers, `session#${sessionId}`), ...ofReplay])
      const ofList = connectionsOf(watchers, 'sessions')
      if (ofSession.size + ofList.size === 0) return
      const session = await sessionNow(sessions, batches)
      const framesFor = remembering((may: May) => framesOf(session, batches, may))
      const mayOf = new Map(watchers.map(({ connectionId, may }) => [connectionId, may ?? MAY_ALL]))
      for (const connectionId of new Set([...ofSession, ...ofList])) {
        const { update, events, recording } = framesFor(mayOf.get(connectionId) ?? MAY_ALL)
        const frames = [
          update,
          ...(ofSession.has(connectionId) ? events() : []),
          ...(ofReplay.has(connectionId) ? recording() : []),
        ].filter(fitsFrame)
        if (!(await pushAll(sockets, connectionId, frames))) await connections.close(connectionId)
      }
    })
  }

/**
 * The roll-up reads the same records on its own and may be ahead or behind. Folding them onto what it has
 * written so far gives the same session either way, since a batch that is counted already changes nothing.
 */
const sessionNow = async (sessions: Deps['sessions'], batches: Batches): Promise<Session> => {
  const { state } = await sessions.read(batches[0].projectId, batches[0].sessionId)
  const [first, ...rest] = batches
  return toSession(rest.reduce(foldBatch, foldBatch(state, first)))
}

/** Made once for all who may see the same; what only some watch only when it is asked for. */
const framesOf = (session: Session, batches: Batches, { personal, devTools }: May) => {
  const { sessionId, visitorId } = session
  const shown = (event: SessionEvent): SessionEvent =>
    personal ? event : withoutTraits(withoutPerson(event, visitorId))
  const update: ServerFrame = {
    event: 'session_update',
    data: { session: personal ? session : withoutPerson(session, visitorId) },
  }
  return {
    update,
    events: once(() => sessionEventFrames(sessionId, batches.flatMap(sessionEventsOf).map(shown))),
    recording: once(() => batches.flatMap((batch) => recordingOf(batch, devTools))),
  }
}

const recordingOf = (
  { sessionId, tabId, seq, clockOffsetMs, replay }: StampedBatch,
  devTools: boolean,
): ServerFrame[] => {
  if (!replay) return []
  const events = devTools
    ? replay.events
    : replay.events.flatMap((event: unknown) => (isReplayEvent(event) ? withoutAsides(event) : []))
  const packed = gzipSync(JSON.stringify(events)).toString('base64')
  return replayFrames({ sessionId, tabId, seq, format: replay.format, clockOffsetMs }, packed)
}

const pushAll = async (
  sockets: SocketStore,
  connectionId: string,
  frames: ServerFrame[],
): Promise<boolean> => {
  for (const frame of frames) if (!(await sockets.push(connectionId, frame))) return false
  return true
}

const connectionsOf = (watchers: Watcher[], watched: Watcher['watched']): Set<string> =>
  new Set(watchers.filter((watcher) => watcher.watched === watched).map(({ connectionId }) => connectionId))

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const remembering = <T>(make: (may: May) => T): ((may: May) => T) => {
  const made = new Map<string, T>()
  return (may) => {
    const key = JSON.stringify([may.personal, may.devTools])
    const known = made.get(key) ?? make(may)
    made.set(key, known)
    return known
  }
}

/** Sessions of one project are worked on side by side: they ask once. */
const rememberingPromises = <T>(ask: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const asked = new Map<string, Promise<T>>()
  return (key) => {
    const answer = asked.get(key) ?? ask(key)
    asked.set(key, answer)
    return answer
  }
}

const env = readEnvironment(['SESSIONS_TABLE', 'PRESENCE_TABLE', 'SESSION_BUCKET', 'SOCKET_ENDPOINT'])

export const handler = stream(
  { claims: claims(s3, env.SESSION_BUCKET), now: Date.now },
  pushLive({
    connections: connections(dynamodb, env.PRESENCE_TABLE, Date.now),
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
    sockets: sockets(socketApi(env.SOCKET_ENDPOINT)),
  }),
)
