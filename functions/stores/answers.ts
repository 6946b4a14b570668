// Answers to questions, kept for a while in the lake's bucket, so that the same question is not counted twice.
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod'
import { answersOfProject } from './lake-keys.ts'
import { lakeObjects } from './lake-objects.ts'

const keptSchema = z.object({
  v: z.literal(1),
  /** Our clock, milliseconds since 1970. */
  keptAt: z.number().int(),
  answer: z.unknown(),
})

export type AnswerStore = ReturnType<typeof answers>

export const answers = (client: S3Client, bucket: string, now: () => number) => {
  const objects = lakeObjects(client, bucket)
  /** `name` says all that an answer depends on: what is asked, and of what state of the lake. */
  const keyOf = (projectId: string, name: string): string =>
    `${answersOfProject(projectId)}${createHash('sha256').update(name).digest('base64url')}.json.gz`

  return {
    find: async (projectId: string, name: string, ttlSeconds: number): Promise<unknown> => {
      const found = await objects.read(keyOf(projectId, name))
      if (!found) return undefined
      const kept = keptSchema.parse(JSON.parse(gunzipSync(found.bytes).toString('utf8')))
      return now() < kept.keptAt + ttlSeconds * 1000 ? kept.answer : undefined
    },

    keep: async (projectId: string, name: string, answer: unknown): Promise<void> => {
      const kept: z.infer<typeof keptSchema> = { v: 1, keptAt: now(), answer }
      await objects.put({
        Key: keyOf(projectId, name),
        Body: gzipSync(JSON.stringify(kept)),
        ContentType: 'application/json',
        ContentEncoding: 'gzip',
      })
    },

    removeAll: async (projectId: string): Promise<void> => {
      for await (const object of objects.list(answersOfProject(projectId))) await objects.remove(object)
    },
  }
}
