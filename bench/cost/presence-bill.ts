// The bill of a thousand users who are online for a day, by how often they ping.
import { PRESENCE_SHARDS, PRESENCE_SWEEP_MS } from '../../core/limits.ts'
import type { Row, Table } from '../measuring/benchmark.ts'
import { billOf, totalOf } from './bill.ts'
import type { PresenceCosts } from './presence-day.ts'
import { prices } from './prices.ts'

const USERS = 1_000
const DAY_SECONDS = 24 * 60 * 60
const PING_SECONDS = [20, 60, 240]

/** A connection lasts two hours, and is renewed ten minutes before. */
const CONNECTIONS_A_DAY = (24 * 60) / 110

/** Bytes of a roster with one device in its table, and what eventually consistent reading takes at once. */
const ROSTER_BYTES = 700
const EVENTUAL_READ_BYTES = 8_192

/** A user token and a ticket through edge and API, and the handshake through the edge. */
const COMING_IN =
  2 * (prices.edgeRequest + prices.edgeFunction + prices.firewallRequest + prices.apiRequest) +
  prices.edgeRequest +
  prices.firewallRequest +
  prices.socketMessage

/** Of the sweep, in GB. */
const SWEEP_MEMORY_GB = 0.25

/** It looks at all rosters, and sleeps in between. */
const sweepADay = (): number => {
  const sweeps = (DAY_SECONDS * 1_000) / PRESENCE_SWEEP_MS
  const units = Math.max(PRESENCE_SHARDS / 2, (USERS * ROSTER_BYTES) / EVENTUAL_READ_BYTES)
  return sweeps * units * prices.tableReadUnit + DAY_SECONDS * SWEEP_MEMORY_GB * prices.gbSecond
}

export const presenceTable = ({ users, connect, ping }: PresenceCosts): Table => {
  const perPing = totalOf(billOf(new Map(ping), 1, users)) + prices.socketMessage
  const perConnect = totalOf(billOf(new Map(connect), 1, users)) + COMING_IN
  const rows = PING_SECONDS.map((seconds): Row => {
    const pings = (DAY_SECONDS / seconds) * USERS * perPing
    const connects = CONNECTIONS_A_DAY * USERS * perConnect
    const minutes = USERS * 24 * 60 * prices.socketMinute
    const sweep = sweepADay()
    const all = pings + connects + minutes + sweep
    return [
      `${seconds} s`,
      `${seconds * 2.5} s`,
      ...[pings, connects, minutes, sweep, all].map((usd) => usd.toFixed(3)),
    ]
  })
  return {
    title: 'USD for 1,000 users online for a day',
    columns: ['ping', 'lease', 'pings', 'connects', 'connection-minutes', 'sweep', '**all**'],
    rows,
    note: `A ping costs ${(perPing * 1_000_000).toFixed(2)} USD per million, a connect with its tickets and its fan-out ${(perConnect * 1_000_000).toFixed(2)}.`,
  }
}
