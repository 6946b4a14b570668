// Custom::CDKBucketDeployment: puts the files of assets into a bucket, with deploy-time values filled in.
import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Context, Provider } from '../context.ts'

type Properties = {
  SourceObjectKeys: string[]
  SourceMarkers?: Record<string, string>[]
  DestinationBucketName: string
  DestinationBucketKeyPrefix?: string
  Prune?: string | boolean
  Exclude?: string[]
  Include?: string[]
}

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

type File = { key: string; body: Buffer }

const filesOf = (directory: string, markers: Record<string, string>): File[] =>
  globSync('**/*', { cwd: directory })
    .filter((path) => statSync(join(directory, path)).isFile())
    .map((path) => {
      let body = readFileSync(join(directory, path))
      const filled = Object.entries(markers).reduce(
        (text, [marker, value]) => text.replaceAll(marker, value),
        body.toString(),
      )
      if (Object.keys(markers).length > 0) body = Buffer.from(filled)
      return { key: path.replaceAll(sep, '/'), body }
    })

const upload = async (deployment: Properties, context: Context): Promise<void> => {
  const { s3 } = context.services
  const Bucket = deployment.DestinationBucketName
  const prefix = deployment.DestinationBucketKeyPrefix
    ? `${deployment.DestinationBucketKeyPrefix.replace(/\/$/, '')}/`
    : ''
  const files = deployment.SourceObjectKeys.flatMap((key, index) =>
    filesOf(context.assetPath(key), deployment.SourceMarkers?.[index] ?? {}),
  )
  const present = new Map<string, string>()
  let token: string | undefined
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken: token }))
    for (const { Key = '', ETag = '' } of page.Contents ?? []) present.set(Key, ETag.replaceAll('"', ''))
    token = page.NextContinuationToken
  } while (token)

  const wanted = new Set<string>()
  for (const { key, body } of files) {
    const Key = prefix + key
    wanted.add(Key)
    if (present.get(Key) === createHash('md5').update(body).digest('hex')) continue
    const ContentType = CONTENT_TYPES[extname(key)] ?? 'application/octet-stream'
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: body, ContentType }))
  }
  const stale = [...present.keys()].filter((key) => !wanted.has(key))
  if (String(deployment.Prune ?? 'true') === 'true' && stale.length > 0) {
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: stale.map((Key) => ({ Key })) } }))
  }
}

/** A site that can be uploaded again, and the folders that it is made of. */
export type SiteUpload = { folders: string[]; upload(): Promise<void> }

export const bucketDeployment =
  (uploads: SiteUpload[]): Provider =>
  async ({ logicalId, properties }, context) => {
    const deployment = properties as Properties
    if (deployment.Include?.length || deployment.Exclude?.length) {
      throw new Error('the runner does not know include and exclude filters of a bucket deployment')
    }
    const site: SiteUpload = {
      folders: deployment.SourceObjectKeys.map((key) => context.assetPath(key)),
      upload: () => upload(deployment, context),
    }
    uploads.push(site)
    await site.upload()
    return {
      ref: logicalId,
      attributes: {
        DestinationBucketArn: `arn:${context.partition}:s3:::${deployment.DestinationBucketName}`,
      },
    }
  }
