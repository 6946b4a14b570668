// The merged form of a session: events in one object, segments of its recording, and a manifest that is written last.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type StampedBatch, stampedBatchSchema } from '../../core/ingest/stamped-batch.ts'
import { type ReplayManifest, replayManifestSchema, type SegmentEntry } from '../../core/replay/manifest.ts'
import { type SegmentFile, segmentHeadSchema, segmentLineSchema } from '../../core/replay/segment-line.ts'
import { NDJSON_GZIP, packLines, unpackLines } from './ndjson.ts'
import { deleteKeys, listKeys, readObject } from './objects.ts'

export type ReplayStore = ReturnType<typeof replayStore>

/** What a write of the manifest must still find. */
export type ManifestRevision = string | undefined

/** One merge of one session: its files are in a folder of their own. */
export type Merge = { projectId: string; sessionId: string; merge: string }

export const replayStore = (client: S3Client, bucket: string) => {
  const put = (Key: string, Body: Uint8Array) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...NDJSON_GZIP }))

  return {
    readManifest: async (
      projectId: string,
      sessionId: string,
    ): Promise<{ manifest: ReplayManifest; revision: ManifestRevision } | undefined> => {
      const found = await readObject(client, bucket, manifestKey(projectId, sessionId))
      if (!found) return undefined
      const manifest = replayManifestSchema.parse(JSON.parse(new TextDecoder().decode(found.bytes)))
      return { manifest, revision: found.etag }
    },

    /** From here on readers see this merge. False when another finisher was first. */
    writeManifest: async (manifest: ReplayManifest, revision: ManifestRevision): Promise<boolean> => {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: manifestKey(manifest.projectId, manifest.sessionId),
            Body: JSON.stringify(manifest),
            ContentType: 'application/json',
            ...(revision === undefined ? { IfNoneMatch: '*' } : { IfMatch: revision }),
          }),
        )
        return true
      } catch (error) {
        if (error instanceof Error && LOST.has(error.name)) return false
        throw error
      }
    },

    /** Segments one behind the other, each compressed by itself, so that a range of bytes is one of them. */
    writeSegments: async (merge: Merge, file: string, packed: readonly Uint8Array[]): Promise<void> => {
      const Key = `${folderOf(merge)}${file}`
      const Body = Buffer.concat(packed)
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/gzip' }))
    },

    /** Undefined when a newer merge has replaced it: read the manifest again. */
    readSegment: async (
      merge: Merge,
      { name, pack, bytes }: Pick<SegmentEntry, 'name' | 'pack' | 'bytes'>,
    ): Promise<SegmentFile | undefined> => {
      const range = pack && { from: pack.from, to: pack.from + bytes - 1 }
      const found = await readObject(client, bucket, `${folderOf(merge)}${pack?.file ?? name}`, range)
      if (!found) return undefined
      const [head, ...lines] = unpackLines(found.bytes)
      return {
        head: segmentHeadSchema.parse(head),
        lines: lines.map((line) => segmentLineSchema.parse(line)),
      }
    },

    writeEvents: async (merge: Merge, batches: readonly StampedBatch[]): Promise<void> => {
      await put(`${folderOf(merge)}${EVENTS}`, packLines([...batches]))
    },

    /** The batches without their recording. Undefined when a newer merge has replaced this one. */
    readEvents: async (merge: Merge): Promise<StampedBatch[] | undefined> => {
      const found = await readObject(client, bucket, `${folderOf(merge)}${EVENTS}`)
      return found && unpackLines(found.bytes).map((line) => stampedBatchSchema.parse(line))
    },

    removeMerge: async (merge: Merge): Promise<void> => {
      await deleteKeys(client, bucket, await listKeys(client, bucket, folderOf(merge)))
    },
  }
}

export const packSegment = (lines: readonly string[]): Uint8Array =>
  gzipSync(lines.map((line) => `${line}\n`).join(''))

/** Other writers came first: the precondition failed, or was being decided at this moment. */
const LOST = new Set(['PreconditionFailed', 'ConditionalRequestConflict'])

const EVENTS = 'events.ndjson.gz'

/** Made of what went in, so that a merge that is begun again writes the same objects again. */
export const mergeName = (replaced: string | undefined, parts: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([replaced ?? null, [...parts].sort()]))
    .digest('hex')
    .slice(0, 24)

const replayFolder = (projectId: string, sessionId: string): string =>
  `sessions/${projectId}/${sessionId}/replay/`

const manifestKey = (projectId: string, sessionId: string): string =>
  `${replayFolder(projectId, sessionId)}manifest.json`

const folderOf = ({ projectId, sessionId, merge }: Merge): string =>
  `${replayFolder(projectId, sessionId)}${merge}/`
