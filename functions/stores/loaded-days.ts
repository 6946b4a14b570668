// Days of the lake that a container has at hand: as files on disk, and as views of them in DuckDB. A day is fetched again
// only as far as it has changed, its events only when a question needs them; those not asked for longest go for room.
import { rm, stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { named, sql } from '../../core/analytics/sql.ts'
import { sqlText } from '../../core/lake/lake-sql.ts'
import { runStatement } from './duckdb-statement.ts'
import { derivedKinds } from './lake-derived.ts'
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
  /** Changes when the day does. */
  version: string
  /** The name of its events, where they are at hand. */
  events: string | undefined
  /** The names of what is derived of them: its sessions, as far as this day tells of them, links, … */
  sessions: string
  links: string
  movable: string
  tabs: string
}

type File = { path: string; bytes: number }
type Held = LoadedDay & { name: string; files: Map<string, File> }

const kinds = Object.keys(derivedKinds) as ('sessions' | 'links' | 'movable' | 'tabs')[]

export const loadedDays = ({ connection, objects, folder, maxBytes }: Deps) => {
  const held = new Map<string, Held>()
  let names = 0
  let bytesRead = 0

  /** Files by what they hold: those that are there already, and the others fetched. */
  const bring = async (wanted: Map<string, string>, known: Map<string, File>): Promise<Map<string, File>> => {
    const files = new Map<string, File>()
    const missing: [string, string][] = []
    for (const [id, key] of wanted) {
      const file = known.get(id)
      if (file) files.set(id, file)
      else missing.push([id, key])
    }
    if (missing.length === 0) return files
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
      files.set(id, { path, bytes: size })
    }
    return files
  }

  const pathIn = (files: Map<string, File>, id: string | undefined): string[] => {
    const file = id === undefined ? undefined : files.get(id)
    return file ? [file.path] : []
  }

  const drop = async (place: string, kept: Map<string, File> = new Map()): Promise<void> => {
    const day = held.get(place)
    if (!day) return
    held.delete(place)
    for (const kind of kinds) await dropRelation(connection, day[kind])
    await dropLakeTable(connection, day.name)
    for (const [id, { path }] of day.files) if (!kept.has(id)) await rm(path, { force: true })
  }

  const load = async (place: string, day: DayObjects, withEvents: boolean): Promise<void> => {
    const before = held.get(place)
    // What was compacted and has no rows beside it is at hand in parts.
    const derived = day.rows.length === 0 ? day.derived : undefined
    const wanted = new Map([
      ...Object.values(derived ?? {}).map((key) => [key, key] as const),
      ...(day.parquet && (withEvents || !derived) ? [[day.parquet, day.parquet] as const] : []),
      ...day.rows.map(({ key, etag }) => [`${key} ${etag}`, key] as const),
    ])
    const files = await bring(wanted, before?.files ?? new Map())
    await drop(place, files)
    const name = `day${++names}`
    const events = withEvents || !derived ? name : undefined
    if (events !== undefined) {
      const rows = day.rows.flatMap(({ key, etag }) => pathIn(files, `${key} ${etag}`))
      await loadLakeTable(connection, 'events', { parquet: pathIn(files, day.parquet), rows }, name)
    }
    const relations = Object.fromEntries(kinds.map((kind) => [kind, `${name}_${kind}`]))
    for (const kind of kinds) {
      const [path] = pathIn(files, derived?.[kind])
      const of = derivedKinds[kind]
      if (path !== undefined)
        await connection.run(
          `CREATE TEMP VIEW ${relations[kind]} AS SELECT * FROM read_parquet(${sqlText(path)})`,
        )
      else if (of)
        await runStatement(
          connection,
          sql`CREATE TEMP TABLE ${named(`${name}_${kind}`)} AS ${of(sql`SELECT * FROM ${named(name)}`)}`,
        )
    }
    const loaded = { day: day.day, name, events, version: versionOf(day), files, ...relations }
    held.set(place, loaded as Held)
  }

  const makeRoom = async (wanted: Set<string>): Promise<void> => {
    const bytesOf = ({ files }: Held) => [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    let bytes = [...held.values()].reduce((sum, day) => sum + bytesOf(day), 0)
    for (const [place, day] of held) {
      if (bytes <= maxBytes) return
      if (wanted.has(place)) continue
      bytes -= bytesOf(day)
      await drop(place)
    }
  }

  return {
    /** Those of the days that have anything, in order; with their events where that is wanted. */
    bring: async (
      projectId: string,
      days: DayObjects[],
      wantsEvents: (day: string) => boolean,
    ): Promise<LoadedDay[]> => {
      const places = new Set(days.map(({ day }) => `${projectId} ${day}`))
      const found: LoadedDay[] = []
      for (const day of days) {
        const place = `${projectId} ${day.day}`
        if (versionOf(day) === '') {
          await drop(place)
          continue
        }
        const known = held.get(place)
        const withEvents = wantsEvents(day.day)
        const isThere = known?.version === versionOf(day) && (known.events !== undefined || !withEvents)
        if (!isThere) await load(place, day, withEvents || known?.events !== undefined)
        const loaded = held.get(place) as Held
        // Asked for last.
        held.delete(place)
        held.set(place, loaded)
        found.push(loaded)
      }
      await makeRoom(places)
      return found
    },

    /** A day without events, for a project that has none. */
    none: async (): Promise<LoadedDay> => {
      const day = { day: '', generation: 0, parquet: undefined, derived: undefined, rows: [] }
      if (!held.has(NOTHING)) await load(NOTHING, day, true)
      return held.get(NOTHING) as Held
    },

    /** Bytes fetched since it was asked last. */
    takeBytesRead: (): number => {
      const bytes = bytesRead
      bytesRead = 0
      return bytes
    },
  }
}

const NOTHING = 'nothing'

const versionOf = ({ parquet, rows }: DayObjects): string =>
  [...(parquet ? [parquet] : []), ...rows.map(({ key, etag }) => `${key} ${etag}`)].join('\n')

/** A view or a table: DuckDB refuses to drop one as the other. */
const dropRelation = async (connection: DuckDBConnection, name: string): Promise<void> => {
  const found = await connection.runAndReadAll(
    `SELECT count(*) FROM duckdb_views() WHERE view_name = ${sqlText(name)}`,
  )
  const isView = Number(found.getRows()[0]?.[0] ?? 0) > 0
  await connection.run(`DROP ${isView ? 'VIEW' : 'TABLE'} IF EXISTS ${name}`)
}
