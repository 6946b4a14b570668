// Days of the lake that a container has at hand: their files on disk, and in DuckDB what each day's sessions are. A day
// is fetched again only as far as it has changed; those not asked for longest go when there is no room.
import { rm, stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { linksFrom, sessionsFrom } from '../../core/analytics/relations.ts'
import { named, sql } from '../../core/analytics/sql.ts'
import { runStatement } from './duckdb-statement.ts'
import { fetchObjects, openFolder } from './lake-files.ts'
import type { LakeObjects } from './lake-objects.ts'
import type { DayObjects } from './lake-reader.ts'
import { dropLakeTable, loadLakeTable } from './lake-table.ts'

type Deps = {
  connection: DuckDBConnection
  objects: Pick<LakeObjects, 'fetch'>
  folder: string
  /** Bytes of files that are kept. */
  maxBytes: number
}

export type LoadedDay = {
  day: string
  /** Of its view of events. */
  events: string
  /** Of its table of sessions, of this day's events alone. */
  sessions: string
  /** Of its table of who its visitors are. */
  links: string
  /** Of its table of events that may be on another day, too. */
  movable: string
  /** Changes when the day does. */
  version: string
}

type File = { path: string; folder: string; bytes: number }
type Held = LoadedDay & { files: Map<string, File> }

/** Milliseconds around midnight within which an event's day may be another in another delivery (an hour). */
const MIDNIGHT_MS = 3_600_000
const DAY_MS = 86_400_000

export const loadedDays = ({ connection, objects, folder, maxBytes }: Deps) => {
  const held = new Map<string, Held>()
  let names = 0

  const drop = async ({ events, sessions, links, movable }: LoadedDay): Promise<void> => {
    await dropLakeTable(connection, events)
    for (const table of [sessions, links, movable]) await connection.run(`DROP TABLE IF EXISTS ${table}`)
  }

  const removeFiles = async (files: Iterable<File>): Promise<void> => {
    for (const { path } of files) await rm(path, { force: true })
  }

  /** Gives the files of the objects, and how many bytes of them were not there. */
  const bring = async (keys: Map<string, string>, known: Map<string, File>) => {
    const files = new Map(
      [...keys.keys()].flatMap((id) => (known.has(id) ? [[id, known.get(id) as File]] : [])),
    )
    const missing = [...keys].filter(([id]) => !files.has(id))
    let bytesRead = 0
    if (missing.length > 0) {
      const own = await openFolder(folder)
      const paths = await fetchObjects(
        objects,
        missing.map(([, key]) => key),
        own.folder,
      )
      for (const [id, key] of missing) {
        const path = paths.get(key) ?? ''
        const { size } = await stat(path)
        bytesRead += size
        files.set(id, { path, folder: own.folder, bytes: size })
      }
    }
    return { files, bytesRead }
  }

  const load = async (place: string, version: string, day: DayObjects): Promise<number> => {
    const before = held.get(place)
    const keys = new Map([
      ...(day.parquet ? [[day.parquet, day.parquet] as const] : []),
      ...day.rows.map(({ key, etag }) => [`${key} ${etag}`, key] as const),
    ])
    const { files, bytesRead } = await bring(keys, before?.files ?? new Map())
    if (before) {
      held.delete(place)
      await drop(before)
      await removeFiles([...before.files].flatMap(([id, file]) => (files.has(id) ? [] : [file])))
    }
    const number = ++names
    const loaded: LoadedDay = {
      day: day.day,
      events: `day${number}`,
      sessions: `day${number}_sessions`,
      links: `day${number}_links`,
      movable: `day${number}_movable`,
      version,
    }
    const isParquet = (id: string) => id === day.parquet
    const pathsOf = (wanted: (id: string) => boolean) =>
      [...files].flatMap(([id, { path }]) => (wanted(id) ? [path] : []))
    await loadLakeTable(
      connection,
      'events',
      { parquet: pathsOf(isParquet), rows: pathsOf((id) => !isParquet(id)) },
      loaded.events,
    )
    const rows = sql`SELECT * FROM ${named(loaded.events)}`
    await runStatement(connection, sql`CREATE TEMP TABLE ${named(loaded.sessions)} AS ${sessionsFrom(rows)}`)
    await runStatement(connection, sql`CREATE TEMP TABLE ${named(loaded.links)} AS ${linksFrom(rows)}`)
    await runStatement(
      connection,
      sql`CREATE TEMP TABLE ${named(loaded.movable)} AS
        SELECT event_id, session_id, received_at, tab_id, seq, ts, name, ${day.day} AS day FROM ${named(loaded.events)}
        WHERE coalesce(untimed, false) OR ts % ${DAY_MS} < ${MIDNIGHT_MS} OR ts % ${DAY_MS} >= ${DAY_MS - MIDNIGHT_MS}`,
    )
    held.set(place, { ...loaded, files })
    return bytesRead
  }

  const makeRoom = async (wanted: Set<string>): Promise<void> => {
    let bytes = 0
    for (const { files } of held.values()) for (const file of files.values()) bytes += file.bytes
    for (const [place, day] of held) {
      if (bytes <= maxBytes) return
      if (wanted.has(place)) continue
      held.delete(place)
      await drop(day)
      await removeFiles(day.files.values())
      for (const file of day.files.values()) bytes -= file.bytes
    }
  }

  return {
    /** Those of the days that have anything, in order. */
    bring: async (
      projectId: string,
      days: DayObjects[],
    ): Promise<{ days: LoadedDay[]; bytesRead: number }> => {
      const places = days.map(({ day }) => `${projectId} ${day}`)
      const found: LoadedDay[] = []
      let bytesRead = 0
      for (const [at, day] of days.entries()) {
        const place = places[at] ?? ''
        const version = versionOf(day)
        if (version === '') {
          const gone = held.get(place)
          if (gone) {
            held.delete(place)
            await drop(gone)
            await removeFiles(gone.files.values())
          }
          continue
        }
        if (held.get(place)?.version !== version) bytesRead += await load(place, version, day)
        const loaded = held.get(place) as Held
        // Asked for last.
        held.delete(place)
        held.set(place, loaded)
        found.push(loaded)
      }
      await makeRoom(new Set(places))
      return { days: found, bytesRead }
    },

    /** A day without events, for a project that has none. */
    none: async (): Promise<LoadedDay> => {
      if (!held.has(NOTHING))
        await load(NOTHING, '', {
          day: '',
          generation: 0,
          parquet: undefined,
          links: undefined,
          linksInside: false,
          rows: [],
        })
      return held.get(NOTHING) as Held
    },

    close: async (): Promise<void> => {
      held.clear()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const NOTHING = 'nothing'

const versionOf = ({ parquet, rows }: DayObjects): string =>
  [...(parquet ? [parquet] : []), ...rows.map(({ key, etag }) => `${key} ${etag}`)].join('\n')
