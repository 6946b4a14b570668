// What a question to the lake must read: of each day the Parquet of its manifest, and the rows that it does not cover.
import { createHash } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import type { LakeTableName } from '../../core/lake/columns.ts'
import { daysFrom } from '../../core/lake/day.ts'
import { coveredBy, type Manifest } from '../../core/lake/manifest.ts'
import { DERIVED_VERSION } from './lake-derived.ts'
import { dateIn, manifestsOfProject, rowsOfDay, rowsOfProject } from './lake-keys.ts'
import { type FoundManifest, lakeManifests } from './lake-manifests.ts'
import { type LakeObject, lakeObjects } from './lake-objects.ts'

export type DayObjects = {
  day: string
  /** Of the manifest; 0 for a day that was never compacted. */
  generation: number
  parquet: string | undefined
  /** What was made of the Parquet, by kind; undefined where it was not, or by another version. */
  derived: Record<string, string> | undefined
  rows: LakeObject[]
}

/** `stamp` is the same as long as the same objects would be read: a name for cached answers. */
export type RangeObjects = { days: DayObjects[]; stamp: string }

/** Manifests read at once, and remembered by one container. */
const CONCURRENCY = 16
const REMEMBERED = 1_000

export const lakeReader = (client: S3Client, bucket: string) => {
  const objects = lakeObjects(client, bucket)
  const manifests = lakeManifests(client, bucket)
  const remembered = new Map<string, NonNullable<FoundManifest>>()

  /** All below `prefix` whose date is not after the last day. */
  const listDays = async (prefix: string, firstDay: string, lastDay: string): Promise<LakeObject[]> => {
    const found: LakeObject[] = []
    for await (const object of objects.list(prefix, `${prefix}date=${firstDay}`)) {
      if (dateIn(object.key) > lastDay) break
      found.push(object)
    }
    return found
  }

  const manifestOf = async (table: LakeTableName, projectId: string, { key, etag }: LakeObject) => {
    const known = remembered.get(key)
    if (known?.etag === etag) return known.manifest
    const found = await manifests.read(table, { projectId, day: dateIn(key) })
    if (!found) return undefined
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(key, found)
    return found.manifest
  }

  return {
    /**
     * Rows are listed before manifests are read: an object that is gone when it could be listed was covered before,
     * and a manifest only ever covers more. Both days are included.
     */
    objectsOf: async (
      projectId: string,
      firstDay: string,
      lastDay: string,
      table: LakeTableName = 'events',
    ): Promise<RangeObjects> => {
      const rows = await listDays(rowsOfProject(table, projectId), firstDay, lastDay)
      const listed = await listDays(manifestsOfProject(table, projectId), firstDay, lastDay)
      const found = new Map<string, Awaited<ReturnType<typeof manifestOf>>>()
      for (let at = 0; at < listed.length; at += CONCURRENCY) {
        await Promise.all(
          listed.slice(at, at + CONCURRENCY).map(async (object) => {
            found.set(dateIn(object.key), await manifestOf(table, projectId, object))
          }),
        )
      }
      const days = daysFrom(firstDay, lastDay).map((day): DayObjects => {
        const manifest = found.get(day)
        const isCovered = coveredBy(manifest)
        const prefix = rowsOfDay(table, { projectId, day })
        return {
          day,
          generation: manifest?.generation ?? 0,
          parquet: manifest?.parquet?.key,
          derived: derivedIn(manifest),
          rows: rows.filter(
            ({ key, etag }) => key.startsWith(prefix) && !isCovered({ name: key.slice(prefix.length), etag }),
          ),
        }
      })
      return { days, stamp: stampOf(days) }
    },
  }
}

export type LakeReader = ReturnType<typeof lakeReader>

const derivedIn = (manifest: Manifest | undefined): Record<string, string> | undefined =>
  manifest?.derived?.v === DERIVED_VERSION
    ? Object.fromEntries(Object.entries(manifest.derived.objects).map(([kind, { key }]) => [kind, key]))
    : undefined

const stampOf = (days: DayObjects[]): string => {
  const hash = createHash('sha256')
  for (const { day, generation, rows } of days) {
    hash.update(`${day} ${generation}\n`)
    for (const { key, etag } of rows) hash.update(`${key} ${etag}\n`)
  }
  return hash.digest('base64url')
}
