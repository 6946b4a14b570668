// Objects of sessions and days of the lake that are past their project's retention. S3's own rules know no projects.
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { lakeTableNames } from '../../core/lake/columns.ts'
import { endOfDay } from '../../core/lake/day.ts'
import type { Project } from '../../core/projects/project.ts'
import { isPast } from '../../core/sessions/kept-session.ts'
import {
  dateIn,
  type LakeDay,
  linksOfDay,
  manifestKey,
  manifestsOfProject,
  markerKey,
  parquetOfDay,
  parquetOfProject,
  rowsOfDay,
  rowsOfProject,
} from './lake-keys.ts'
import { deleteKeys, listKeys } from './objects.ts'

/** An asset is written once a day, and the session that needs it may be merged a day later. */
const ASSET_MARGIN_DAYS = 2

type Deps = { client: S3Client; sessions: string; lake: string; now: () => number }
type Retention = Project['retention']

export type ExpiredObjects = ReturnType<typeof expiredObjects>

export const expiredObjects = ({ client, sessions, lake, now }: Deps) => {
  /** Names of folders right below a prefix. */
  const foldersBelow = async (bucket: string, prefix: string): Promise<string[]> => {
    const folders: string[] = []
    let from: string | undefined
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: '/',
          ...(from && { ContinuationToken: from }),
        }),
      )
      for (const { Prefix = '' } of page.CommonPrefixes ?? [])
        folders.push(Prefix.slice(prefix.length).replace(/\/$/, ''))
      from = page.NextContinuationToken
    } while (from)
    return folders
  }

  return {
    /** Every project of which there is anything, deleted ones too. */
    projects: async (): Promise<string[]> => {
      const found = [
        ...(await foldersBelow(sessions, 'sessions/')),
        ...(await foldersBelow(sessions, 'assets/')),
      ]
      for (const table of lakeTableNames) {
        for (const root of [`${table}/`, `${table}-parquet/`])
          found.push(...(await foldersBelow(lake, root)).map((name) => name.replace(/^project=/, '')))
      }
      return [...new Set(found)].sort()
    },

    /**
     * A page of a project's objects from a key on: removes those that are past their time, and gives the key to go on
     * from. Counted from when an object was written, as S3's own rules do: a merge is written hours after its session.
     */
    removeFrom: async (
      projectId: string,
      retention: Retention,
      after: string | undefined,
    ): Promise<{ removed: number; next: string | undefined }> => {
      const { Contents = [], IsTruncated } = await client.send(
        new ListObjectsV2Command({
          Bucket: sessions,
          Prefix: `sessions/${projectId}/`,
          ...(after && { StartAfter: after }),
        }),
      )
      const expired = Contents.flatMap(({ Key = '', LastModified }) =>
        isPast(LastModified?.getTime() ?? now(), daysOf(Key, retention), now()) ? [Key] : [],
      )
      await deleteKeys(client, sessions, expired)
      return { removed: expired.length, next: IsTruncated ? Contents.at(-1)?.Key : undefined }
    },

    /** Contents that no session needed for as long as recordings are kept: they are written anew on each day that one does. */
    removeAssets: async (projectId: string, retention: Retention): Promise<number> => {
      const keptDays = Math.min(retention.replayDays, retention.eventDays) + ASSET_MARGIN_DAYS
      let removed = 0
      let after: string | undefined
      for (;;) {
        const { Contents = [], IsTruncated } = await client.send(
          new ListObjectsV2Command({
            Bucket: sessions,
            Prefix: `assets/${projectId}/`,
            ...(after && { StartAfter: after }),
          }),
        )
        const expired = Contents.flatMap(({ Key = '', LastModified }) =>
          isPast(LastModified?.getTime() ?? now(), keptDays, now()) ? [Key] : [],
        )
        await deleteKeys(client, sessions, expired)
        removed += expired.length
        if (!IsTruncated) return removed
        after = Contents.at(-1)?.Key
      }
    },

    /** Days that are over for as long as the project keeps events. The manifest first: then nobody looks for the rest. */
    removeLakeDays: async (projectId: string, { eventDays }: Retention): Promise<number> => {
      const days = new Set<string>()
      for (const table of lakeTableNames) {
        for (const prefix of [rowsOfProject, parquetOfProject, manifestsOfProject])
          for (const day of await daysBelow(prefix(table, projectId), eventDays)) days.add(day)
      }
      for (const day of days) await removeDay({ projectId, day })
      return days.size
    },
  }

  /** Days come in the order of keys: the first that is kept ends the listing. */
  async function daysBelow(prefix: string, eventDays: number): Promise<string[]> {
    const days = new Set<string>()
    let after: string | undefined
    for (;;) {
      const { Contents = [], IsTruncated } = await client.send(
        new ListObjectsV2Command({ Bucket: lake, Prefix: prefix, ...(after && { StartAfter: after }) }),
      )
      for (const { Key = '' } of Contents) {
        const day = dateIn(Key)
        if (day === '') continue
        if (!isPast(endOfDay(day), eventDays, now())) return [...days]
        days.add(day)
      }
      if (!IsTruncated) return [...days]
      after = Contents.at(-1)?.Key
    }
  }

  async function removeDay(day: LakeDay): Promise<void> {
    for (const table of lakeTableNames) {
      await deleteKeys(client, lake, [manifestKey(table, day)])
      // What leads here goes last.
      const prefixes = [linksOfDay(day), parquetOfDay(table, day), rowsOfDay(table, day)]
      for (const prefix of prefixes) await deleteKeys(client, lake, await listKeys(client, lake, prefix))
    }
    await deleteKeys(client, lake, [markerKey(day)])
  }
}

/**
 * Recordings and screenshots go first. A part holds both, until it is merged, within hours; one that nobody could merge
 * for as long as recordings are kept goes with them.
 */
const daysOf = (key: string, { eventDays, replayDays }: Retention): number => {
  const [, , , folder = '', ...rest] = key.split('/')
  const isRecording =
    folder === 'screenshots' ||
    folder === 'assets' ||
    folder === 'parts' ||
    (folder === 'replay' && rest.length > 1 && !rest.at(-1)?.startsWith('events.'))
  return isRecording ? Math.min(replayDays, eventDays) : eventDays
}
