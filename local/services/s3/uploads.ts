// Multipart uploads in progress: a folder each, with its parts as sealed files.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChecksumAlgorithm } from './checksums.ts'
import { isMissing, makeFolder, moveFile, readJson, replaceJson, syncFolder } from './durable.ts'
import type { Checksum, ObjectFacts, ObjectRecord } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import { type Bytes, openSealed, readRecord, writeSealed } from './sealed-file.ts'

export type Upload = ObjectFacts & {
  uploadId: string
  key: string
  initiatedAt: number
  checksum?: { algorithm: ChecksumAlgorithm; type: Checksum['type'] } | undefined
}

export type Part = { number: number; record: ObjectRecord }

export type Uploads = ReturnType<typeof openUploads>

const UPLOAD_FILE = 'upload.json'
const UPLOAD_ID = /^[0-9a-f-]{36}$/

const namesIn = async (folder: string) => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const partFile = (number: number) => `part-${String(number).padStart(5, '0')}`

export const openUploads = (folder: string, temporary: () => string) => {
  const folderOf = (uploadId: string) => {
    if (!UPLOAD_ID.test(uploadId)) throw new S3Error('NoSuchUpload', undefined, { UploadId: uploadId })
    return join(folder, uploadId)
  }

  const create = async (upload: Omit<Upload, 'uploadId'>): Promise<Upload> => {
    const created = { ...upload, uploadId: randomUUID() }
    const own = folderOf(created.uploadId)
    await makeFolder(own)
    await replaceJson(join(own, UPLOAD_FILE), temporary(), created)
    return created
  }

  const find = async (uploadId: string) =>
    (await readJson(join(folderOf(uploadId), UPLOAD_FILE))) as Upload | undefined

  const get = async (uploadId: string, key: string) => {
    const upload = await find(uploadId)
    if (upload?.key !== key) throw new S3Error('NoSuchUpload', undefined, { UploadId: uploadId })
    return upload
  }

  const putPart = async (upload: Upload, number: number, body: Bytes, finish: () => ObjectRecord) => {
    const aside = temporary()
    const record = await writeSealed(aside, body, finish)
    const own = folderOf(upload.uploadId)
    try {
      await moveFile(aside, join(own, partFile(number)))
      await syncFolder(own)
    } catch (error) {
      await rm(aside, { force: true })
      // Aborted or completed meanwhile.
      if (isMissing(error)) throw new S3Error('NoSuchUpload', undefined, { UploadId: upload.uploadId })
      throw error
    }
    return record
  }

  const part = async (upload: Upload, number: number): Promise<Part | undefined> => {
    const record = await readRecord(join(folderOf(upload.uploadId), partFile(number)))
    return record && { number, record }
  }

  const parts = async (upload: Upload): Promise<Part[]> => {
    const found: Part[] = []
    for (const name of (await namesIn(folderOf(upload.uploadId))).sort()) {
      const number = /^part-(\d{5})$/.exec(name)?.[1]
      const one = number && (await part(upload, Number(number)))
      if (one) found.push(one)
    }
    return found
  }

  /** The bytes of these parts, one after the other, unless a part was replaced since. */
  async function* joined(upload: Upload, wanted: Part[]) {
    for (const { number, record } of wanted) {
      const file = await openSealed(join(folderOf(upload.uploadId), partFile(number)))
      if (!file) throw new S3Error('NoSuchUpload', undefined, { UploadId: upload.uploadId })
      try {
        if (file.record.etag !== record.etag) throw new S3Error('InvalidPart')
        yield* file.stream() as AsyncIterable<Uint8Array>
      } finally {
        await file.close()
      }
    }
  }

  /** Gone in one step, so that no part can be added to what is being removed. */
  const remove = async (uploadId: string) => {
    const aside = temporary()
    try {
      await moveFile(folderOf(uploadId), aside)
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
    await syncFolder(folder)
    await rm(aside, { recursive: true, force: true })
    return true
  }

  const all = async (): Promise<Upload[]> => {
    const found: Upload[] = []
    for (const uploadId of await namesIn(folder)) {
      const upload = UPLOAD_ID.test(uploadId) ? await find(uploadId) : undefined
      if (upload) found.push(upload)
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.initiatedAt - b.initiatedAt))
  }

  /** Removes what a crash left before the upload had its file. */
  const clean = async () => {
    await mkdir(folder, { recursive: true })
    for (const uploadId of await namesIn(folder)) {
      if (UPLOAD_ID.test(uploadId) && !(await find(uploadId))) {
        await rm(join(folder, uploadId), { recursive: true, force: true })
      }
    }
  }

  return { create, get, putPart, part, parts, joined, remove, all, clean }
}
