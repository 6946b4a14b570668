// Tells those who watch a user what has changed, change by change; begun again, it goes on where another one died.
import * as z from 'zod'
import { PRESENCE_FAN_OUT_PAGE, PRESENCE_PUSHES_AT_ONCE } from '../../core/limits.ts'
import { type Change, type Roster, withoutChange } from '../../core/presence/roster.ts'
import { changeFrame } from '../../core/socket/presence-frames.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { socketApi } from '../runtime/clients/socket-api.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { task } from '../runtime/task.ts'
import { type ConnectionStore, connections } from '../stores/connections.ts'
import { endConnection } from '../stores/end-connection.ts'
import { type FanOutStore, fanOuts, type Progress } from '../stores/fan-outs.ts'
import { type RosterStore, rosters } from '../stores/rosters.ts'
import { type SocketStore, sockets } from '../stores/sockets.ts'
import { type UserWatcher, type UserWatchStore, userWatches } from '../stores/user-watches.ts'

type Of = { projectId: string; userId: string }

type Deps = {
  rosters: Pick<RosterStore, 'find' | 'change'>
  fanOuts: FanOutStore
  watches: Pick<UserWatchStore, 'page' | 'amongWatchers'>
  connections: Pick<ConnectionStore, 'watchersOfPeople'>
  sockets: Pick<SocketStore, 'push'>
  endConnection(connectionId: string): Promise<unknown>
  page?: number
}

type Recipient = { connectionId: string; isMember: boolean }
type Done = { changes: number; told: number; gone: number; failed: number }

/** Where the watchers of a change begin: those of everybody come before them. */
const BEGINNING = ''

export const pushPresence =
  (deps: Deps) =>
  async (of: Of, by: string): Promise<LogFields> => {
    const { rosters, fanOuts } = deps
    const who = { projectId: of.projectId, kind: 'user', id: of.userId } as const
    const done: Done = { changes: 0, told: 0, gone: 0, failed: 0 }
    for (;;) {
      let progress = await fanOuts.claim(of, by)
      // Another one is at it: it looks again before it lets go.
      if (!progress) return { ...done, busy: true }
      for (;;) {
        const roster = await rosters.find(who)
        const change = roster?.changes[0]
        if (!roster || !change) break
        if (!(await tell(deps, { of, by, roster, change }, progress, done)))
          return { ...done, overtaken: true }
        await rosters.change(who, (before) => withoutChange(before, change.version), { ifThere: true })
        done.changes++
        progress = {}
      }
      await fanOuts.release(of, by)
      // What came after the last look found this one at it, and nobody else was begun for it.
      if (!(await rosters.find(who))?.changes.length) return done
    }
  }

type Telling = { of: Of; by: string; roster: Roster; change: Change }

/** False when another one has taken over. */
const tell = async (deps: Deps, telling: Telling, progress: Progress, done: Done): Promise<boolean> => {
  const { of, by, change } = telling
  const { version } = change
  let after = progress.version === version ? progress.after : undefined
  if (after === undefined) {
    if (change.people) {
      const members = await deps.connections.watchersOfPeople(of.projectId)
      await pushAll(
        deps,
        telling,
        members.map((connectionId) => ({ connectionId, isMember: true })),
        done,
      )
    }
    after = BEGINNING
  }
  for (;;) {
    const { watchers, next } = await deps.watches.page(of.projectId, of.userId, {
      after: after === BEGINNING ? undefined : after,
      limit: deps.page ?? PRESENCE_FAN_OUT_PAGE,
    })
    await pushAll(deps, telling, await recipientsOf(deps, of, watchers), done)
    if (next === undefined) return true
    if (!(await deps.fanOuts.advance(of, by, { version, after: next }))) return false
    after = next
  }
}

/** A partner is told on each of its connections that does not watch by itself already. */
const recipientsOf = async (deps: Deps, of: Of, watchers: UserWatcher[]): Promise<Recipient[]> => {
  const listed = watchers.flatMap((one) =>
    'connectionId' in one ? [{ connectionId: one.connectionId, isMember: one.isMember }] : [],
  )
  const partners = watchers.flatMap((one) => ('partnerId' in one ? [one.partnerId] : []))
  if (partners.length === 0) return listed
  const found = await Promise.all(
    partners.map((id) => deps.rosters.find({ projectId: of.projectId, kind: 'user', id })),
  )
  const theirs = found.flatMap((roster) => Object.keys(roster?.devices ?? {}))
  const already = await deps.watches.amongWatchers(of.projectId, of.userId, theirs)
  return [
    ...listed,
    ...theirs
      .filter((connectionId) => !already.has(connectionId))
      .map((connectionId) => ({ connectionId, isMember: false })),
  ]
}

const pushAll = async (
  deps: Deps,
  { of, roster, change }: Telling,
  recipients: Recipient[],
  done: Done,
): Promise<void> => {
  const whose = { userId: of.userId, username: roster.username }
  const frames = {
    people: changeFrame(whose, change, { isMember: true }),
    watchers: changeFrame(whose, change, { isMember: false }),
  }
  const waiting = recipients.filter(({ isMember }) => (isMember ? change.people : change.watchers))
  const worker = async (): Promise<void> => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const { connectionId, isMember } = one
      try {
        if (await deps.sockets.push(connectionId, isMember ? frames.people : frames.watchers)) {
          done.told++
          continue
        }
        done.gone++
        await deps.endConnection(connectionId)
      } catch (error) {
        // One that cannot be told now, after all retries, keeps the others from nothing.
        done.failed++
        log.error('a watcher was not told', errorFields(error))
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PRESENCE_PUSHES_AT_ONCE, waiting.length) }, worker))
}

const env = readEnvironment(['PRESENCE_TABLE', 'SOCKET_ENDPOINT'])

const payloadSchema = z.object({ projectId: z.string(), userId: z.string() })

const [table, now] = [env.PRESENCE_TABLE, Date.now]
const ownConnections = connections(dynamodb, table, now)
const ownRosters = rosters(dynamodb, table, now)

export const handler = task(
  payloadSchema,
  pushPresence({
    rosters: ownRosters,
    fanOuts: fanOuts(dynamodb, table, now),
    watches: userWatches(dynamodb, table, now),
    connections: ownConnections,
    sockets: sockets(socketApi(env.SOCKET_ENDPOINT)),
    endConnection: endConnection({ connections: ownConnections, rosters: ownRosters, now }),
  }),
)
