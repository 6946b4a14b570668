// Looks for people in a day of the lake and removes them: from its Parquet, its rows, and what could not be read.
import { gunzipSync } from 'node:zlib'
import { finderOf, type Person } from '../../core/erasure/is-about.ts'
import { type LakeTableName, lakeTableNames } from '../../core/lake/columns.ts'
import { isOf, type LakeCompaction } from './lake-compaction.ts'
import type { LakeDatabase } from './lake-database.ts'
import {
  dateIn,
  type LakeDay,
  manifestsOfProject,
  parquetOfProject,
  rowsOfDay,
  rowsOfProject,
} from './lake-keys.ts'
import type { LakeManifests } from './lake-manifests.ts'
import type { LakeMarkers } from './lake-markers.ts'
import type { LakeObjects } from './lake-objects.ts'
import type { LakeReader } from './lake-reader.ts'
import { openLakeView } from './lake-view.ts'
import { NDJSON_GZIP, packText } from './ndjson.ts'

type Deps = {
  objects: LakeObjects
  manifests: LakeManifests
  markers: Pick<LakeMarkers, 'mark'>
  reader: LakeReader
  compaction: LakeCompaction
  database: LakeDatabase
  folder: string
}

export type ErasedFromDay = {
  /** Of each person asked for, in their order: rows that were there, and the sessions they were of. */
  people: { rows: number; sessionIds: string[] }[]
  /** Objects that nobody reads any more, and that must wait for the lake's grace. */
  waiting: number
  /** Objects in which nothing can be looked for. */
  unreadable: number
}

export type EraseFromLake = ReturnType<typeof eraseFromLake>

/** Times that a day is compacted anew because another compaction came first: they are an hour apart. */
const ATTEMPTS = 20

export const eraseFromLake = (deps: Deps) => {
  const { objects, manifests, markers, compaction } = deps

  const lookFor = async (table: LakeTableName, { projectId, day }: LakeDay, people: Person[]) => {
    const view = await openLakeView(deps, { projectId, firstDay: day, lastDay: day, tables: [table] })
    try {
      const found = []
      for (const person of people) {
        const sql = `SELECT session_id, count(*) FROM ${table} WHERE ${isOf(person)} GROUP BY session_id`
        const rows = (await view.connection.runAndReadAll(sql)).getRows()
        found.push({
          rows: rows.reduce((sum, [, count]) => sum + Number(count), 0),
          sessionIds: rows.map(([sessionId]) => String(sessionId)),
        })
      }
      return found
    } finally {
      await view.close()
    }
  }

  const compactWithout = async (table: LakeTableName, day: LakeDay, people: Person[]): Promise<void> => {
    const without = {
      visitorIds: people.flatMap(({ visitorIds }) => visitorIds),
      userIds: people.flatMap(({ userIds }) => userIds),
      sessionIds: people.flatMap(({ sessionIds }) => sessionIds),
    }
    for (let overtaken = 0; overtaken < ATTEMPTS; ) {
      const { outcome, more } = await compaction.compactDay(table, day, without)
      if (outcome === 'overtaken') overtaken++
      else if (!more) return
    }
    throw new Error('A day of the lake was compacted under every try.')
  }

  /** Lines of objects that no compaction takes because others of their lines are broken. Returns those beyond reading. */
  const cleanUnreadable = async (table: LakeTableName, day: LakeDay, people: Person[]): Promise<number> => {
    const found = (await manifests.read(table, day))?.manifest.unreadable ?? []
    const finders = people.map(finderOf)
    let beyond = 0
    for (const { name } of found) {
      const key = `${rowsOfDay(table, day)}${name}`
      const object = await objects.read(key)
      if (!object) continue
      const lines = linesIn(object.bytes)
      if (!lines) {
        beyond++
        continue
      }
      const left = lines.filter((line) => !finders.some((isAbout) => isAbout(line)))
      if (left.length === lines.length) continue
      if (left.length === 0) await objects.remove({ key, etag: object.etag })
      else {
        await objects.put({ Key: key, Body: packText(left), ...NDJSON_GZIP }, { etag: object.etag })
        await markers.mark(day, name)
      }
    }
    return beyond
  }

  return {
    /** Days of a project that have anything, in order. */
    daysOf: async (projectId: string): Promise<string[]> => {
      const days = new Set<string>()
      for (const table of lakeTableNames) {
        for (const prefix of [rowsOfProject, parquetOfProject, manifestsOfProject]) {
          for await (const { key } of objects.list(prefix(table, projectId))) days.add(dateIn(key))
        }
      }
      return [...days].filter((day) => day !== '').sort()
    },

    eraseDay: async (day: LakeDay, people: Person[]): Promise<ErasedFromDay> => {
      const total: ErasedFromDay = {
        people: people.map(() => ({ rows: 0, sessionIds: [] })),
        waiting: 0,
        unreadable: 0,
      }
      for (const table of lakeTableNames) {
        const found = await lookFor(table, day, people)
        if (found.some(({ rows }) => rows > 0)) await compactWithout(table, day, people)
        total.unreadable += await cleanUnreadable(table, day, people)
        const waiting = await compaction.clearDay(table, day)
        if (waiting === 0) await compaction.letGo(table, day)
        total.waiting += waiting
        for (const [at, one] of total.people.entries()) {
          one.rows += found[at]?.rows ?? 0
          one.sessionIds.push(...(found[at]?.sessionIds ?? []))
        }
      }
      return total
    },
  }
}

const linesIn = (bytes: Uint8Array): string[] | undefined => {
  try {
    return gunzipSync(bytes)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    return undefined
  }
}
