// Objects of sessions and days of the lake that are past their project's retention. S3's own rules know no projects.
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { lakeTableNames } from '../../core/lake/columns.ts'
import { endOfDay } from '../../core/lake/day.ts'
import { RETENTION_MAX_DAYS } from '../../core/limits.ts'
import type { Project } from '../../core/projects/project.ts'
import { isPast } from '../../core/sessions/kept-session.ts'
import {
  dateIn,
  derivedOfDay,
  type LakeDay,
  manifestKey,
  manifestsOfProject,
  markerKey,
  parquetOfDay,
  parquetOfProject,
  rowsOfDay,
  rowsOfProject,
} from './lake-keys.ts'
import { deleteKeys, listKeys } from './objects.ts'
import { renewObjects } from './renew-objects.ts'

/** An asset is written once a day, and the session that needs it may be merged a day later. */
const ASSET_MARGIN_DAYS = 2

/**
 * Days after which an object of a pinned session is written anew, before S3's own rule removes it at 30 more than the
 * longest retention. By then its session is past any retention: unpinned, it goes whole, and by no object's own age.
 */
const RENEW_DAYS = RETENTION_MAX_DAYS + 2

/** Sessions that are pinned, asked for just before something goes: with their recordings, or without. */
export type Pinned = () => Promise<ReadonlyMap<string, { withReplay: boolean }>>

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
      pinned: Pinned,
    ): Promise<{ removed: number; renewed: number; next: string | undefined }> => {
      const { Contents = [], IsTruncated } = await client.send(
        new ListObjectsV2Command({
          Bucket: sessions,
          Prefix: `sessions/${projectId}/`,
          ...(after && { StartAfter: after }),
        }),
      )
      const expired = Contents.filter(({ Key = '', LastModified }) =>
        isPast(LastModified?.getTime() ?? now(), daysOf(Key, retention), now()),
      )
      const pins = expired.length > 0 ? await pinned() : new Map()
      const isKept = ({ Key = '' }: Listed): boolean => {
        const pin = pins.get(Key.split('/')[2] ?? '')
        return pin !== undefined && (pin.withReplay || !isRecording(Key))
      }
      const past = keysOf(expired.filter((object) => !isKept(object)))
      await deleteKeys(client, sessions, past)
      const old = keysOf(expired.filter((object) => isKept(object) && isOld(object)))
      const renewed = await renewObjects(client, sessions, old)
      return { removed: past.length, renewed, next: IsTruncated ? Contents.at(-1)?.Key : undefined }
    },

    /**
     * Contents that no session needed for as long as recordings are kept: they are written anew on each day that one
     * does. `needed` are the hashes that pinned sessions show.
     */
    removeAssets: async (
      projectId: string,
      retention: Retention,
      needed: () => Promise<ReadonlySet<string>>,
    ): Promise<{ removed: number; renewed: number }> => {
      const keptDays = Math.min(retention.replayDays, retention.eventDays) + ASSET_MARGIN_DAYS
      const done = { removed: 0, renewed: 0 }
      let hashes: ReadonlySet<string> | undefined
      let after: string | undefined
      for (;;) {
        const { Contents = [], IsTruncated } = await client.send(
          new ListObjectsV2Command({
            Bucket: sessions,
            Prefix: `assets/${projectId}/`,
            ...(after && { StartAfter: after }),
          }),
        )
        const expired = Contents.filter(({ LastModified }) =>
          isPast(LastModified?.getTime() ?? now(), keptDays, now()),
        )
        if (expired.length > 0) hashes ??= await needed()
        const isNeeded = ({ Key = '' }: Listed) => hashes?.has(Key.split('/')[2] ?? '') === true
        const past = keysOf(expired.filter((object) => !isNeeded(object)))
        await deleteKeys(client, sessions, past)
        done.removed += past.length
        const old = keysOf(expired.filter((object) => isNeeded(object) && isOld(object)))
        done.renewed += await renewObjects(client, sessions, old)
        if (!IsTruncated) return done
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

  function isOld({ LastModified }: Listed): boolean {
    return isPast(LastModified?.getTime() ?? now(), RENEW_DAYS, now())
  }

  async function removeDay(day: LakeDay): Promise<void> {
    for (const table of lakeTableNames) {
      await deleteKeys(client, lake, [manifestKey(table, day)])
      // What leads here goes last.
      const prefixes = [derivedOfDay(day), parquetOfDay(table, day), rowsOfDay(table, day)]
      for (const prefix of prefixes) await deleteKeys(client, lake, await listKeys(client, lake, prefix))
    }
    await deleteKeys(client, lake, [markerKey(day)])
  }
}

type Listed = { Key?: string | undefined; LastModified?: Date | undefined }

const keysOf = (objects: Listed[]): string[] => objects.flatMap(({ Key }) => Key ?? [])

/**
 * Recordings and screenshots go first. A part holds both, until it is merged, within hours; one that nobody could merge
 * for as long as recordings are kept goes with them.
 */
const daysOf = (key: string, { eventDays, replayDays }: Retention): number =>
  isRecording(key) ? Math.min(replayDays, eventDays) : eventDays

const isRecording = (key: string): boolean => {
  const [, , , folder = '', ...rest] = key.split('/')
  return (
    folder === 'screenshots' ||
    folder === 'assets' ||
    folder === 'parts' ||
    (folder === 'replay' && rest.length > 1 && !rest.at(-1)?.startsWith('events.'))
  )
}
