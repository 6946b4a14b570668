// The arithmetic of AWS Signature Version 4.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export type Credentials = { accessKeyId: string; secretAccessKey: string }

export const ALGORITHM = 'AWS4-HMAC-SHA256'
export const EMPTY_SHA256 = createHash('sha256').digest('hex')

export const sha256Hex = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

export type Scope = { accessKeyId: string; date: string; region: string; service: string }

export const scopeText = ({ date, region, service }: Scope) => `${date}/${region}/${service}/aws4_request`

/** `<access key id>/<yyyymmdd>/<region>/s3/aws4_request`; an access key id may hold slashes itself. */
export const parseCredential = (credential: string): Scope | undefined => {
  const parts = credential.split('/')
  const [date = '', region = '', service = '', end] = parts.splice(-4)
  if (parts.length === 0 || end !== 'aws4_request' || service !== 's3' || !/^\d{8}$/.test(date)) {
    return undefined
  }
  return { accessKeyId: parts.join('/'), date, region, service }
}

export const signingKey = (secret: string, { date, region, service }: Scope) =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request')

export const sign = (key: Buffer, text: string) => hmac(key, text).toString('hex')

export const sameText = (a: string, b: string) => {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Milliseconds of `20260131T235959Z`. */
export const parseAmzDate = (text = '') => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** Percent-encodes as Signature Version 4 prescribes, which is stricter than JavaScript. */
export const awsEncode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  )
