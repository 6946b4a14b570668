// The merged form of a session: events in one object, segments of its recording, and a manifest that is written last.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type StampedBatch, stampedBatchSchema } from '../../core/ingest/stamped-batch.ts'
import { type ReplayManifest, replayManifestSchema, type SegmentEntry } from '../../core/replay/manifest.ts'
import { type SegmentFile, segmentHeadSchema, segmentLineSchema } from '../../core/replay/segment-line.ts'
import { placeOf, type SegmentPlace } from '../../core/replay/segment-name.ts'
import type { SideLine } from '../../core/replay/side-line.ts'
import { NDJSON_GZIP, packLines, unpackLines } from './ndjson.ts'
import { deleteKeys, listKeys, readObject } from './objects.ts'

export type ReplayStore = ReturnType<typeof replayStore>

/** What a write of the manifest must still find. */
export type ManifestRevision = string | undefined

/** One merge of one session: its files are in a folder of their own. */
export type Merge = Session & { merge: string }

type Session = { projectId: string; sessionId: string }

export const replayStore = (client: S3Client, bucket: string) => {
  const put = (Key: string, Body: Uint8Array) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...NDJSON_GZIP }))

  return {
    readManifest: async (
      projectId: string,
      sessionId: string,
    ): Promise<{ manifest: ReplayManifest; revision: ManifestRevision; writtenAt: number } | undefined> => {
      const found = await readObject(client, bucket, manifestKey(projectId, sessionId))
      if (!found) return undefined
      const manifest = replayManifestSchema.parse(JSON.parse(new TextDecoder().decode(found.bytes)))
      return { manifest, revision: found.etag, writtenAt: found.writtenAt }
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
    readSegment: async (merge: Merge, entry: SegmentEntry): Promise<SegmentFile | undefined> => {
      const { merge: folder, file, from, bytes = 0 } = placeOf(merge, entry)
      const range = from === undefined ? undefined : { from, to: from + bytes - 1 }
      const found = await readObject(client, bucket, `${folderOf({ ...merge, merge: folder })}${file}`, range)
      if (!found) return undefined
      const [head, ...lines] = unpackLines(found.bytes)
      return {
        head: segmentHeadSchema.parse(head),
        lines: lines.map((line) => segmentLineSchema.parse(line)),
      }
    },

    /** The bytes of a segment as they are stored, at most so many from this one on; undefined where it has none. */
    readSegmentBytes: async (
      {
        projectId,
        sessionId,
        merge,
        file,
        from = 0,
        bytes = Number.MAX_SAFE_INTEGER,
      }: Session & SegmentPlace,
      part: { from: number; count: number },
    ): Promise<Uint8Array | undefined> => {
      const count = Math.min(part.count, bytes - part.from)
      if (count <= 0) return undefined
      const range = { from: from + part.from, to: from + part.from + count - 1 }
      const found = await readObject(
        client,
        bucket,
        `${folderOf({ projectId, sessionId, merge })}${file}`,
        range,
      )
      return found?.bytes
    },

    writeSideEvents: async (merge: Merge, lines: readonly SideLine[]): Promise<void> => {
      await put(`${folderOf(merge)}${SIDE_EVENTS}`, packLines([...lines]))
    },

    /** Oldest first. Undefined when a newer merge has replaced this one, or when they are past their time. */
    readSideEvents: async (merge: Merge): Promise<SideLine[] | undefined> => {
      const found = await readObject(client, bucket, `${folderOf(merge)}${SIDE_EVENTS}`)
      return found && (unpackLines(found.bytes) as SideLine[])
    },

    writeEvents: async (merge: Merge, batches: readonly StampedBatch[]): Promise<void> => {
      await put(`${folderOf(merge)}${EVENTS}`, packLines([...batches]))
    },

    /** The batches without their recording. Undefined when a newer merge has replaced this one. */
    readEvents: async (merge: Merge): Promise<StampedBatch[] | undefined> => {
      const found = await readObject(client, bucket, `${folderOf(merge)}${EVENTS}`)
      return found && unpackLines(found.bytes).map((line) => stampedBatchSchema.parse(line))
    },

    /** All of one merge, which no manifest names. */
    removeMerge: async (merge: Merge): Promise<void> => {
      await deleteKeys(client, bucket, await listKeys(client, bucket, folderOf(merge)))
    },

    /** As `filesOf` names them. */
    removeFiles: (session: Session, files: readonly string[]): Promise<void> =>
      deleteKeys(
        client,
        bucket,
        files.map((file) => `${replayFolder(session.projectId, session.sessionId)}${file}`),
      ),
  }
}

export const packSegment = (lines: readonly string[]): Uint8Array =>
  gzipSync(lines.map((line) => `${line}\n`).join(''))

/** Other writers came first: the precondition failed, or was being decided at this moment. */
const LOST = new Set(['PreconditionFailed', 'ConditionalRequestConflict'])

const EVENTS = 'events.ndjson.gz'
const SIDE_EVENTS = 'side-events.ndjson.gz'

/** Everything that a manifest needs, below the folder of replays of its session. */
export const filesOf = (manifest: ReplayManifest): string[] => {
  const segments = manifest.segments.map((entry) => placeOf(manifest, entry))
  const own = [EVENTS, ...(manifest.sideEvents === undefined ? [] : [SIDE_EVENTS])]
  return [
    ...new Set([
      ...segments.map(({ merge, file }) => `${merge}/${file}`),
      ...own.map((file) => `${manifest.merge}/${file}`),
    ]),
  ]
}

/** Changes with what is written for the same batches: another version's merge is another one. */
const LAYOUT = 2

/** Made of what went in, so that a merge that is begun again writes the same objects again. */
export const mergeName = (replaced: string | undefined, parts: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([LAYOUT, replaced ?? null, [...parts].sort()]))
    .digest('hex')
    .slice(0, 24)

const replayFolder = (projectId: string, sessionId: string): string =>
  `sessions/${projectId}/${sessionId}/replay/`

const manifestKey = (projectId: string, sessionId: string): string =>
  `${replayFolder(projectId, sessionId)}manifest.json`

const folderOf = ({ projectId, sessionId, merge }: Merge): string =>
  `${replayFolder(projectId, sessionId)}${merge}/`
