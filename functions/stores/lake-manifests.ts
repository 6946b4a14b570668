// The manifests of the lake: read as they stand, and switched only from what was read.
import { gunzipSync, gzipSync } from 'node:zlib'
import type { S3Client } from '@aws-sdk/client-s3'
import type { LakeTableName } from '../../core/lake/columns.ts'
import { type Manifest, manifestSchema } from '../../core/lake/manifest.ts'
import { type LakeDay, manifestKey } from './lake-keys.ts'
import { lakeObjects } from './lake-objects.ts'

export type FoundManifest = { manifest: Manifest; etag: string } | undefined

export const lakeManifests = (client: S3Client, bucket: string) => {
  const objects = lakeObjects(client, bucket)
  return {
    read: async (table: LakeTableName, day: LakeDay): Promise<FoundManifest> => {
      const found = await objects.read(manifestKey(table, day))
      if (!found) return undefined
      const manifest = manifestSchema.parse(JSON.parse(gunzipSync(found.bytes).toString('utf8')))
      return { manifest, etag: found.etag }
    },

    /** False when another run was first. */
    replace: (
      table: LakeTableName,
      day: LakeDay,
      manifest: Manifest,
      from: FoundManifest,
    ): Promise<boolean> =>
      objects.put(
        {
          Key: manifestKey(table, day),
          Body: gzipSync(JSON.stringify(manifest)),
          ContentType: 'application/json',
          ContentEncoding: 'gzip',
        },
        from ? { etag: from.etag } : 'nothing',
      ),
  }
}

export type LakeManifests = ReturnType<typeof lakeManifests>
