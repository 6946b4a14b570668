// Applies the lifecycle rules of all buckets, as S3 does about once a day.
import type { Bucket } from './bucket.ts'
import { enabledRules, isAbandoned, isExpired } from './lifecycle.ts'
import type { ObjectStore } from './object-store.ts'
import { S3Error } from './s3-error.ts'
import { readRecord } from './sealed-file.ts'

export type Sweep = { expired: number; aborted: number }

const sweepBucket = async (bucket: Bucket, now: number): Promise<Sweep> => {
  const rules = enabledRules(bucket.configuration().lifecycle)
  const done = { expired: 0, aborted: 0 }
  const expiring = rules.filter((rule) => rule.expireAfterDays !== undefined || rule.expireOn !== undefined)
  const isDue = (record: Parameters<typeof isExpired>[1]) =>
    expiring.some((rule) => isExpired(rule, record, now))
  for (const prefix of new Set(expiring.map((rule) => rule.prefix))) {
    for await (const { key, path } of bucket.keys({ prefix, after: '' })) {
      const record = await readRecord(path)
      if (!record || !isDue(record)) continue
      // Written anew since it was looked at: it stays.
      const stillDue = (existing: typeof record | undefined) => {
        if (existing && !isDue(existing)) throw new S3Error('PreconditionFailed')
      }
      const removed = await bucket.remove(key, stillDue).catch((error: unknown) => {
        if (error instanceof S3Error) return false
        throw error
      })
      if (removed) done.expired++
    }
  }
  if (!rules.some((rule) => rule.abortAfterDays !== undefined)) return done
  for (const upload of await bucket.uploads.all()) {
    if (!rules.some((rule) => isAbandoned(rule, upload, now))) continue
    if (await bucket.uploads.remove(upload.uploadId)) done.aborted++
  }
  return done
}

export const sweepLifecycle = async (store: ObjectStore, now: number): Promise<Sweep> => {
  const total = { expired: 0, aborted: 0 }
  for (const bucket of store.all()) {
    const { expired, aborted } = await sweepBucket(bucket, now)
    total.expired += expired
    total.aborted += aborted
  }
  return total
}
