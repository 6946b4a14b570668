// Reads a multipart/form-data upload as a stream: first its fields, then the file, whatever its size.
import { byteReader } from './byte-reader.ts'
import { S3Error } from './s3-error.ts'
import type { Bytes } from './sealed-file.ts'

// S3 reads 20 kB of fields and headers before the file.
const MAX_FIELD_BYTES = 20_000
const MAX_HEADER_BYTES = 4_000

export type UploadForm = {
  /** By lower-case name. */
  fields: Map<string, string>
  fileName: string
  file: AsyncIterable<Uint8Array>
}

const malformed = () => new S3Error('MalformedPOSTRequest')

const asMalformed = (error: unknown) =>
  error instanceof S3Error && error.code === 'IncompleteBody' ? malformed() : error

const boundaryOf = (contentType = '') => {
  const match = /^multipart\/form-data;.*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw malformed()
  return boundary
}

const parameter = (headers: string, name: string) =>
  new RegExp(`^content-disposition:[^\\r\\n]*[;\\s]${name}="([^"]*)"`, 'im').exec(headers)?.[1]

const lastSegment = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

export const readUploadForm = async (source: Bytes, contentType: string | undefined): Promise<UploadForm> => {
  const boundary = boundaryOf(contentType)
  const reader = byteReader(source)
  const end = Buffer.from(`\r\n--${boundary}`)
  const fields = new Map<string, string>()
  try {
    await reader.until(`--${boundary}\r\n`, MAX_HEADER_BYTES)
    for (let bytes = 0; ; ) {
      const headers = (await reader.until('\r\n\r\n', MAX_HEADER_BYTES)).toString()
      const name = parameter(headers, 'name')?.toLowerCase()
      if (name === undefined) throw malformed()
      if (name === 'file') {
        const file = (async function* () {
          yield* reader.streamUntil(end)
          // What follows the file is not looked at, as in S3.
          await reader.drain()
        })()
        return { fields, fileName: lastSegment(parameter(headers, 'filename') ?? ''), file }
      }
      const value = await reader.until(end, MAX_FIELD_BYTES)
      bytes += headers.length + value.length
      if (bytes > MAX_FIELD_BYTES) throw new S3Error('MaxPostPreDataLengthExceededError')
      fields.set(name, value.toString())
      if ((await reader.until('\r\n', MAX_HEADER_BYTES)).toString().startsWith('--')) {
        throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.')
      }
    }
  } catch (error) {
    throw asMalformed(error)
  }
}
