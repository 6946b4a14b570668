// The roster of one user: its devices with their leases, and what its watchers were told last.
import {
  PRESENCE_ACTIVE_MS,
  PRESENCE_GRACE_MS,
  PRESENCE_MAX_CHANGES,
  PRESENCE_MAX_DEVICES,
} from '../limits.ts'
import type { Status } from './presence.ts'

/** A connection. It lives until `seenAt + leaseMs`, whatever else is said of it. */
export type Device = {
  seenAt: number
  leaseMs: number
  /** What its user chose by hand; null leaves it to `idle`. */
  set: 'away' | 'offline' | null
  idle: boolean
}

/** Something that watchers are told: `status` as it is, `shown` as everybody but members and servers sees it. */
export type Change = {
  /** Counts the changes of a user, one by one. */
  version: number
  status: Status
  shown: Status
  at: number
  /** With `status` offline. */
  lastSeenAt: number | null
  /** Whom it concerns: members that watch everybody, and those that watch this user. */
  people: boolean
  watchers: boolean
}

export type Roster = {
  username: string | null
  hidden: boolean
  devices: Record<string, Device>
  /** The latest moment at which a device was here that is not set offline. */
  presentAt: number | null
  /** When a device ended that was here; until the grace is over it may be back. */
  leftAt: number | null
  activeAt: number | null
  /** The end of the latest time online that is over. */
  lastSeenAt: number | null
  told: { version: number; status: Status; shown: Status }
  /** What is still to be told, oldest first. */
  changes: Change[]
}

export type Known = Pick<Roster, 'username' | 'hidden' | 'lastSeenAt'> & { version: number }

export const newRoster = ({ username, hidden, lastSeenAt, version }: Known): Roster => ({
  username,
  hidden,
  devices: {},
  presentAt: null,
  leftAt: null,
  activeAt: null,
  lastSeenAt,
  told: { version, status: 'offline', shown: 'offline' },
  changes: [],
})

export type Sign = {
  leaseMs: number
  username?: string | null
  idle?: boolean | undefined
  set?: Status | undefined
  hidden?: boolean | undefined
}

/** A sign of life from a device: it connects, pings, or says how it is. */
export const renew = (roster: Roster, connectionId: string, sign: Sign, now: number): Roster => {
  const before = roster.devices[connectionId]
  const device: Device = {
    seenAt: now,
    leaseMs: sign.leaseMs,
    set: sign.set === undefined ? (before?.set ?? null) : sign.set === 'online' ? null : sign.set,
    idle: sign.idle ?? (sign.set === undefined && (before?.idle ?? false)),
  }
  const was = before && isLive(before, now) ? statusOfDevice(before) : 'offline'
  const is = statusOfDevice(device)
  const present = was !== 'offline' || is !== 'offline'
  const active = is === 'online' && now - (roster.activeAt ?? 0) >= PRESENCE_ACTIVE_MS
  return {
    ...roster,
    username: sign.username ?? roster.username,
    hidden: sign.hidden ?? roster.hidden,
    devices: newest({ ...roster.devices, [connectionId]: device }),
    ...(present && { presentAt: now }),
    ...(active && { activeAt: now }),
  }
}

/** The device says goodbye. What comes late, after its lease, changes nothing: it was gone by then. */
export const leave = (roster: Roster, connectionId: string, now: number): Roster => {
  const { [connectionId]: gone, ...devices } = roster.devices
  if (!gone) return roster
  const wasHere = isLive(gone, now) && statusOfDevice(gone) !== 'offline'
  return { ...roster, devices, ...(wasHere && { presentAt: now, leftAt: now }) }
}

/** Lets go of leases that have ended, and notes what is to be told. The same again changes nothing. */
export const settle = (roster: Roster, now: number): Roster => {
  const devices = Object.fromEntries(Object.entries(roster.devices).filter(([, one]) => isLive(one, now)))
  const { told, leftAt } = roster
  const actual = bestOf(devices)
  const mayReturn = leftAt !== null && now < leftAt + PRESENCE_GRACE_MS
  const status = mayReturn && RANK[actual] < RANK[told.status] ? told.status : actual
  const shown = roster.hidden ? 'offline' : status
  const ended = status === 'offline' && told.status !== 'offline'
  const lastSeenAt = ended ? (roster.presentAt ?? now) : roster.lastSeenAt
  const next = { ...roster, devices, lastSeenAt, leftAt: mayReturn ? leftAt : null }
  if (status === told.status && shown === told.shown) return next
  const version = told.version + 1
  const change: Change = {
    version,
    status,
    shown,
    at: now,
    lastSeenAt: status === 'offline' ? lastSeenAt : null,
    people: status !== told.status,
    watchers: shown !== told.shown,
  }
  return { ...next, told: { version, status, shown }, changes: queued(roster.changes, change) }
}

/** Of a visitor without a name nobody is told: it is only counted. */
export const settleAs = (kind: 'user' | 'visitor', roster: Roster, now: number): Roster => {
  const settled = settle(roster, now)
  return kind === 'user' ? settled : { ...settled, changes: [] }
}

/** A change that everybody was told. */
export const withoutChange = (roster: Roster, version: number): Roster => ({
  ...roster,
  changes: roster.changes.filter((change) => change.version !== version),
})

/** A clock that was set back has left signs of life in the future: they count from now on. */
export const rebase = (roster: Roster, now: number): Roster => ({
  ...roster,
  devices: Object.fromEntries(
    Object.entries(roster.devices).map(([id, one]) => [id, { ...one, seenAt: Math.min(one.seenAt, now) }]),
  ),
  presentAt: roster.presentAt && Math.min(roster.presentAt, now),
  leftAt: roster.leftAt && Math.min(roster.leftAt, now),
  activeAt: roster.activeAt && Math.min(roster.activeAt, now),
})

export const statusOf = ({ devices }: Roster, now: number): Status =>
  bestOf(Object.fromEntries(Object.entries(devices).filter(([, one]) => isLive(one, now))))

/** Connections that are open as far as anybody knows, whatever their user says of itself. */
export const liveConnections = ({ devices }: Roster, now: number): string[] =>
  Object.entries(devices).flatMap(([id, one]) => (isLive(one, now) ? [id] : []))

/** The moment at which the last device ends that is not set offline, if nothing more is heard of it; 0 without one. */
export const liveUntil = ({ devices }: Roster): number =>
  Math.max(
    0,
    ...Object.values(devices).flatMap((one) => (statusOfDevice(one) === 'offline' ? [] : [endOf(one)])),
  )

/** Milliseconds after which a change that is not told yet is taken up again: whoever had it has died. */
const RETELL_MS = 5_000

/** When the roster wants to be looked at, unless something happens before; 0 once nothing is left of it. */
export const dueAt = ({ devices, leftAt, changes }: Roster): number => {
  const ends = Object.values(devices).map(endOf)
  const waits = [
    ...ends,
    ...(leftAt === null ? [] : [leftAt + PRESENCE_GRACE_MS]),
    ...changes.slice(0, 1).map(({ at }) => at + RETELL_MS),
  ]
  return waits.length > 0 ? Math.min(...waits) : 0
}

/** Nobody is here, and everybody was told. */
export const isOver = ({ devices, leftAt, changes, told }: Roster): boolean =>
  Object.keys(devices).length === 0 && leftAt === null && changes.length === 0 && told.status === 'offline'

export const seenAt = ({ devices }: Roster): number =>
  Math.max(0, ...Object.values(devices).map((one) => one.seenAt))

const RANK: Record<Status, number> = { offline: 0, away: 1, online: 2 }

const endOf = ({ seenAt, leaseMs }: Device): number => seenAt + leaseMs

const isLive = (device: Device, now: number): boolean => now < endOf(device)

const statusOfDevice = ({ set, idle }: Device): Status => set ?? (idle ? 'away' : 'online')

const bestOf = (devices: Record<string, Device>): Status =>
  Object.values(devices)
    .map(statusOfDevice)
    .reduce<Status>((best, one) => (RANK[one] > RANK[best] ? one : best), 'offline')

const newest = (devices: Record<string, Device>): Record<string, Device> => {
  const entries = Object.entries(devices)
  if (entries.length <= PRESENCE_MAX_DEVICES) return devices
  return Object.fromEntries(
    entries.toSorted(([, a], [, b]) => b.seenAt - a.seenAt).slice(0, PRESENCE_MAX_DEVICES),
  )
}

/** Who flaps faster than it can be told: the newest of those that wait becomes how it ended. */
const queued = (changes: Change[], change: Change): Change[] => {
  if (changes.length < PRESENCE_MAX_CHANGES) return [...changes, change]
  const last = changes.at(-1)
  const both = {
    ...change,
    people: change.people || (last?.people ?? false),
    watchers: change.watchers || (last?.watchers ?? false),
  }
  return [...changes.slice(0, -1), both]
}
