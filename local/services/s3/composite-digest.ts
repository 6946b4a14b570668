// The entity tag and checksum of an object that was uploaded in parts.
import { createHash } from 'node:crypto'
import { runningChecksum } from './checksums.ts'
import type { Checksum } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import type { Part, Upload } from './uploads.ts'

export const compositeEtag = (parts: Part[]) => {
  const md5 = createHash('md5')
  for (const { record } of parts) md5.update(Buffer.from(record.etag, 'hex'))
  return `${md5.digest('hex')}-${parts.length}`
}

/** The checksum of the checksums of the parts; a checksum over all bytes needs the bytes themselves. */
export const compositeChecksum = (
  asked: NonNullable<Upload['checksum']>,
  parts: Part[],
): Checksum | undefined => {
  if (asked.type === 'FULL_OBJECT') return undefined
  const running = runningChecksum(asked.algorithm)
  for (const { number, record } of parts) {
    if (record.checksum?.algorithm !== asked.algorithm) {
      throw new S3Error(
        'InvalidRequest',
        `Part ${number} was uploaded without a ${asked.algorithm} checksum.`,
      )
    }
    running.update(Buffer.from(record.checksum.value, 'base64'))
  }
  const value = `${running.digest().toString('base64')}-${parts.length}`
  return { algorithm: asked.algorithm, value, type: 'COMPOSITE' }
}
