// Turns a day's rows into sorted Parquet with each key once, and later removes what nobody reads any more.
import { join } from 'node:path'
import { type LakeTableName, lakeTables } from '../../core/lake/columns.ts'
import { sqlText } from '../../core/lake/lake-sql.ts'
import { coveredBy, knownTo, type Manifest, type NamedObject } from '../../core/lake/manifest.ts'
import { LAKE_GRACE_MS, LAKE_STEP_MAX_BYTES } from '../../core/limits.ts'
import { type LakeDatabase, numberOf } from './lake-database.ts'
import { buildDerived, DERIVED_VERSION, type Derived, storeDerived } from './lake-derived.ts'
import { fetchObjects, openFolder } from './lake-files.ts'
import { derivedKey, derivedOfDay, type LakeDay, parquetKey, parquetOfDay, rowsOfDay } from './lake-keys.ts'
import type { LakeManifests } from './lake-manifests.ts'
import { LakeMoved, type LakeObject, type LakeObjects } from './lake-objects.ts'
import { loadLakeTable } from './lake-table.ts'

type Deps = {
  objects: LakeObjects
  manifests: LakeManifests
  database: LakeDatabase
  /** Where objects lie on disk meanwhile. */
  folder: string
  now: () => number
  newId: () => string
  stepMaxBytes?: number
}

/** Whose rows are to be dropped. */
export type Without = { visitorIds: string[]; userIds: string[]; sessionIds?: string[] }

export type Compacted = {
  outcome: 'switched' | 'unchanged' | 'overtaken'
  /** Rows of the day's Parquet, and how many were dropped. */
  rows: number
  dropped: number
  /** NDJSON objects that could not be read whole, and stay. */
  unreadable: number
  /** There are rows left that this step did not take: call again. */
  more: boolean
}

/** Rows of a row group: small enough to skip what a question is not about, large enough to compress. */
const ROW_GROUP_ROWS = 65_536

/** Objects removed at once. */
const CONCURRENCY = 16

export const lakeCompaction = (deps: Deps) => {
  const { objects, manifests, now, newId, stepMaxBytes = LAKE_STEP_MAX_BYTES } = deps

  const listRows = async (table: LakeTableName, day: LakeDay): Promise<(LakeObject & NamedObject)[]> => {
    const prefix = rowsOfDay(table, day)
    const rows = []
    for await (const object of objects.list(prefix))
      rows.push({ ...object, name: object.key.slice(prefix.length) })
    return rows
  }

  /**
   * New Parquet first, under a name of its own, and last the switch of the manifest. A crash before it leaves an object
   * that nobody names; two runs at once switch once. What is erased is gone for readers at the switch, and from the
   * bucket after `clearDay`.
   */
  const compactDay = async (table: LakeTableName, day: LakeDay, without?: Without): Promise<Compacted> => {
    const rows = await listRows(table, day)
    const found = await manifests.read(table, day)
    const manifest = found?.manifest
    const isKnown = knownTo(manifest)
    const fresh = rows.filter((object) => !isKnown(object))
    const step = firstBytes(fresh, stepMaxBytes)
    const more = step.length < fresh.length
    const unchanged: Compacted = {
      outcome: 'unchanged',
      rows: manifest?.parquet?.rows ?? 0,
      dropped: 0,
      unreadable: manifest?.unreadable.length ?? 0,
      more,
    }
    if (step.length === 0 && !(without && manifest?.parquet)) return unchanged

    const { folder, remove } = await openFolder(deps.folder)
    try {
      const built = await build(deps.database, table, {
        paths: await fetchObjects(
          objects,
          [...(manifest?.parquet ? [manifest.parquet.key] : []), ...step.map(({ key }) => key)],
          folder,
        ),
        output: join(folder, 'output.parquet'),
        folder,
        without,
      })
      if (step.length === 0 && built.dropped === 0) return unchanged
      const generation = (manifest?.generation ?? 0) + 1
      const id = newId()
      const key = parquetKey(table, day, generation, id)
      const unreadable = new Set(built.unreadable)
      const bytes = built.rows > 0 ? await objects.store(key, join(folder, 'output.parquet')) : 0
      const derived = built.derived && {
        v: DERIVED_VERSION,
        objects: await storeDerived(objects, built.derived, (kind) => derivedKey(day, kind, generation, id)),
      }
      const isCovered = coveredBy(manifest)
      const next: Manifest = {
        v: 1,
        generation,
        switchedAt: now(),
        parquet: built.rows > 0 ? { key, rows: built.rows, bytes } : null,
        ...(derived && { derived }),
        // Names of objects that are gone are let go.
        covered: [...rows.filter(isCovered), ...step.filter((object) => !unreadable.has(object.key))].map(
          named,
        ),
        unreadable: [
          ...rows.filter((object) => isKnown(object) && !isCovered(object)),
          ...step.filter((object) => unreadable.has(object.key)),
        ].map(named),
      }
      const switched = await manifests.replace(table, day, next, found)
      return {
        outcome: switched ? 'switched' : 'overtaken',
        rows: built.rows,
        dropped: built.dropped,
        unreadable: next.unreadable.length,
        more: more || !switched,
      }
    } catch (error) {
      // Another run has gone on so far that it removed what this one began with.
      if (error instanceof LakeMoved) return { ...unchanged, outcome: 'overtaken', more: true }
      throw error
    } finally {
      await remove()
    }
  }

  /** Removes what no manifest has named for the whole grace, and gives the number of objects that must still wait. */
  const clearDay = async (table: LakeTableName, day: LakeDay): Promise<number> => {
    const manifest = (await manifests.read(table, day))?.manifest
    const isCovered = coveredBy(manifest)
    const before = now() - LAKE_GRACE_MS
    const switchedBefore = manifest === undefined || manifest.switchedAt <= before
    const leftovers: (LakeObject & { removable: boolean })[] = []
    for (const object of await listRows(table, day)) {
      if (isCovered(object)) leftovers.push({ ...object, removable: switchedBefore })
    }
    const derived = Object.values(manifest?.derived?.objects ?? {})
    const named = new Set([manifest?.parquet?.key, ...derived.map(({ key }) => key)])
    for (const prefix of [parquetOfDay(table, day), ...(table === 'events' ? [derivedOfDay(day)] : [])]) {
      for await (const object of objects.list(prefix)) {
        if (named.has(object.key)) continue
        // A young one may belong to a run that is about to switch.
        leftovers.push({ ...object, removable: switchedBefore && object.modifiedAt <= before })
      }
    }
    const waiting = leftovers.filter(({ removable }) => removable)
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await objects.remove(next)
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
    return leftovers.filter(({ removable }) => !removable).length
  }

  /** Takes names of objects that are gone out of the manifest: those of finished sessions are the sessions' ids. */
  const letGo = async (table: LakeTableName, day: LakeDay): Promise<void> => {
    const found = await manifests.read(table, day)
    if (!found) return
    const there = new Set((await listRows(table, day)).map(({ name }) => name))
    const covered = found.manifest.covered.filter(({ name }) => there.has(name))
    if (covered.length === found.manifest.covered.length) return
    // Another run was first: then the next look finds what is left of them.
    await manifests.replace(table, day, { ...found.manifest, covered }, found)
  }

  return { compactDay, clearDay, letGo }
}

export type LakeCompaction = ReturnType<typeof lakeCompaction>

const named = ({ name, etag }: NamedObject): NamedObject => ({ name, etag })

/** At least one, so that every step gets on. */
const firstBytes = <T extends { size: number }>(from: T[], maxBytes: number): T[] => {
  let bytes = 0
  const end = from.findIndex(({ size }, index) => {
    bytes += size
    return index > 0 && bytes > maxBytes
  })
  return end < 0 ? from : from.slice(0, end)
}

type Build = { paths: Map<string, string>; output: string; folder: string; without: Without | undefined }
type Built = { rows: number; derived: Derived | undefined; dropped: number; unreadable: string[] }

const build = async (
  database: LakeDatabase,
  name: LakeTableName,
  { paths, output, folder, without }: Build,
): Promise<Built> => {
  const { version, sortedBy } = lakeTables[name]
  const connection = await database.connect()
  try {
    const files = [...paths]
    const keyOf = new Map(files.map(([key, path]) => [path, key]))
    const isParquet = ([key]: [string, string]) => key.endsWith('.parquet')
    const { unreadable } = await loadLakeTable(connection, name, {
      parquet: files.filter(isParquet).map(([, path]) => path),
      rows: files.filter((file) => !isParquet(file)).map(([, path]) => path),
    })
    const newest = await numberOf(connection, `SELECT max(v) FROM ${name}`)
    // A rewrite would lose the columns that this version does not know.
    if (newest > version) throw new Error(`the lake has rows of version ${newest}, and this is ${version}`)
    const erased = without ? isOf(without) : 'false'
    const dropped = without ? await numberOf(connection, `SELECT count(*) FROM ${name} WHERE ${erased}`) : 0
    const rows = await numberOf(
      connection,
      `COPY (SELECT * FROM ${name} WHERE NOT (${erased}) ORDER BY ${sortedBy}) TO ${sqlText(output)} ` +
        `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    )
    const derived = name === 'events' && rows > 0 ? await buildDerived(connection, output, folder) : undefined
    return { rows, derived, dropped, unreadable: unreadable.flatMap((path) => keyOf.get(path) ?? []) }
  } finally {
    connection.closeSync()
  }
}

/** Holds for a row of theirs, in either table. */
export const isOf = ({ visitorIds, userIds, sessionIds = [] }: Without): string =>
  [
    isAmong('visitor_id', visitorIds),
    isAmong('session_id', sessionIds),
    `coalesce(${isAmong('user_id', userIds)}, false)`,
  ].join(' OR ')

const isAmong = (column: string, ids: string[]): string =>
  ids.length > 0 ? `${column} IN (${ids.map(sqlText).join(', ')})` : 'false'
