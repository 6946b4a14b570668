// Where things lie in the lake's bucket. The readers of a table see one folder per project and day, as Athena wants it.
import type { LakeTableName } from '../../core/lake/columns.ts'

export type LakeDay = { projectId: string; day: string }

/** Everything of one project's rows as they came: days follow one another in the order of keys. */
export const rowsOfProject = (table: LakeTableName, projectId: string): string =>
  `${table}/project=${projectId}/`

export const rowsOfDay = (table: LakeTableName, { projectId, day }: LakeDay): string =>
  `${rowsOfProject(table, projectId)}date=${day}/`

export const parquetOfProject = (table: LakeTableName, projectId: string): string =>
  `${table}-parquet/project=${projectId}/`

export const parquetOfDay = (table: LakeTableName, { projectId, day }: LakeDay): string =>
  `${parquetOfProject(table, projectId)}date=${day}/`

/** Never used twice, so that no run removes or replaces what another is about to name. */
export const parquetKey = (table: LakeTableName, day: LakeDay, generation: number, id: string): string =>
  `${parquetOfDay(table, day)}${String(generation).padStart(8, '0')}-${id}.parquet`

/** What is made of a day's events: its sessions, who its visitors are, … */
export const derivedOfDay = ({ projectId, day }: LakeDay): string =>
  `derived/project=${projectId}/date=${day}/`

export const derivedKey = (day: LakeDay, kind: string, generation: number, id: string): string =>
  `${derivedOfDay(day)}${String(generation).padStart(8, '0')}-${id}-${kind}.parquet`

export const manifestsOfProject = (table: LakeTableName, projectId: string): string =>
  `manifests/${table}/project=${projectId}/`

export const manifestKey = (table: LakeTableName, { projectId, day }: LakeDay): string =>
  `${manifestsOfProject(table, projectId)}date=${day}.json.gz`

/** Answers to questions; they go after a day, see lib/buckets.ts. */
export const answersOfProject = (projectId: string): string => `answers/project=${projectId}/`

/** By date first: the oldest day that waits is the first that a listing names. */
export const UNCOMPACTED = 'uncompacted/'

export const markerKey = ({ projectId, day }: LakeDay): string =>
  `${UNCOMPACTED}date=${day}/project=${projectId}`

export const dayOfMarker = (key: string): LakeDay | undefined => {
  const match = /^uncompacted\/date=([^/]+)\/project=(.+)$/.exec(key)
  return match?.[1] && match[2] ? { day: match[1], projectId: match[2] } : undefined
}

/** The `date=…` part of a key. */
export const dateIn = (key: string): string => /\/date=(\d{4}-\d\d-\d\d)[/.]/.exec(key)?.[1] ?? ''
