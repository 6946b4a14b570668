// What recorded pages show beside their own text: contents by their hash, what each session had, and what is to be fetched.
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { AssetType } from '../../core/assets/asset-type.ts'
import {
  type DueAssets,
  dueAssetsSchema,
  type SessionAssets,
  sessionAssetsSchema,
} from '../../core/assets/session-assets.ts'
import { listKeys, readObject } from './objects.ts'

export type AssetStore = ReturnType<typeof assets>

export type SessionPlace = { projectId: string; sessionId: string }
export type DuePlace = SessionPlace & { key: string }

export const assets = (client: S3Client, bucket: string) => {
  const putJson = (Key: string, value: object) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: gzipSync(JSON.stringify(value)),
        ContentType: 'application/json',
        ContentEncoding: 'gzip',
      }),
    )

  const readJson = async (key: string): Promise<unknown> => {
    const found = await readObject(client, bucket, key)
    return found && JSON.parse(gunzipSync(found.bytes).toString('utf8'))
  }

  return {
    /** By name of the merge that found it: one that is begun again writes the same again. */
    putDue: async (place: SessionPlace & { merge: string }, due: DueAssets): Promise<void> => {
      await putJson(`${dueFolder(place)}${place.merge}.json.gz`, due)
    },

    replaceDue: async ({ key }: DuePlace, due: DueAssets): Promise<void> => {
      await putJson(key, due)
    },

    /** Of all projects, in the order of keys. */
    due: async (): Promise<DuePlace[]> => placesIn(await listKeys(client, bucket, `${DUE}/`)),

    dueOf: async (session: SessionPlace): Promise<DuePlace[]> =>
      placesIn(await listKeys(client, bucket, dueFolder(session))),

    readDue: async ({ key }: DuePlace): Promise<DueAssets | undefined> => {
      const found = await readJson(key)
      return found === undefined ? undefined : dueAssetsSchema.parse(found)
    },

    removeDue: async ({ key }: DuePlace): Promise<void> => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },

    readMap: async (session: SessionPlace): Promise<SessionAssets | undefined> => {
      const found = await readJson(mapKey(session))
      return found === undefined ? undefined : sessionAssetsSchema.parse(found)
    },

    writeMap: async (session: SessionPlace, map: SessionAssets): Promise<void> => {
      await putJson(mapKey(session), map)
    },

    /** Written anew each day that a session needs it: when an object was written last says for how long it is kept. */
    keep: async (projectId: string, hash: string, type: AssetType, bytes: Uint8Array): Promise<void> => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: contentKey(projectId, hash),
          Body: bytes,
          ContentType: type,
        }),
      )
    },

    /** The same for what its address has no more. False when it is gone. */
    keepLonger: async (projectId: string, hash: string, type: AssetType): Promise<boolean> => {
      const Key = contentKey(projectId, hash)
      try {
        await client.send(
          new CopyObjectCommand({
            Bucket: bucket,
            Key,
            CopySource: `${bucket}/${Key}`,
            MetadataDirective: 'REPLACE',
            ContentType: type,
          }),
        )
        return true
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return false
        throw error
      }
    },

    /** At most `count` bytes, beginning at `from`; undefined where the content has none. */
    read: async (
      projectId: string,
      hash: string,
      from: number,
      count: number,
    ): Promise<{ bytes: Uint8Array; type: string } | undefined> => {
      try {
        const { Body, ContentType = '' } = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: contentKey(projectId, hash),
            Range: `bytes=${from}-${from + count - 1}`,
          }),
        )
        return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), type: ContentType }
      } catch (error) {
        if (error instanceof Error && (error.name === 'InvalidRange' || error.name === 'NoSuchKey'))
          return undefined
        throw error
      }
    },
  }
}

const DUE = 'assets-due'

const dueFolder = ({ projectId, sessionId }: SessionPlace): string => `${DUE}/${projectId}/${sessionId}/`

const mapKey = ({ projectId, sessionId }: SessionPlace): string =>
  `sessions/${projectId}/${sessionId}/assets/map.json.gz`

const contentKey = (projectId: string, hash: string): string => `assets/${projectId}/${hash}`

const placesIn = (keys: readonly string[]): DuePlace[] =>
  keys.flatMap((key) => {
    const [, projectId = '', sessionId = ''] = key.split('/')
    return projectId && sessionId ? [{ projectId, sessionId, key }] : []
  })
