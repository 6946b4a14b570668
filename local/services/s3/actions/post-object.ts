// Stores the file of a browser's form upload, if its policy allows.
import type { Bucket } from '../bucket.ts'
import { readUploadForm } from '../form-data.ts'
import { readFacts } from '../object-headers.ts'
import type { ObjectRecord } from '../object-record.ts'
import { checkedPayload } from '../payload.ts'
import { checkPolicy, type SizeLimits } from '../post-policy.ts'
import { S3Error } from '../s3-error.ts'
import type { Bytes } from '../sealed-file.ts'
import type { Credentials } from '../signing-key.ts'
import { parseTagDocument } from '../tags.ts'
import { element, plainDocument } from '../xml.ts'
import { type Answer, quoted } from './action.ts'

export type FormPost = {
  bucket: Bucket
  contentType: string | undefined
  host: string | undefined
  source: Bytes
  credentials: Credentials
  now: number
}

const MAX_KEY_BYTES = 1024

async function* withinLimits(file: Bytes, { min, max }: SizeLimits) {
  let size = 0
  for await (const chunk of file) {
    size += chunk.length
    if (size > max) {
      throw new S3Error('EntityTooLarge', undefined, {
        ProposedSize: String(size),
        MaxSizeAllowed: String(max),
      })
    }
    yield chunk
  }
  if (size < min) {
    throw new S3Error('EntityTooSmall', undefined, {
      ProposedSize: String(size),
      MinSizeAllowed: String(min),
    })
  }
}

const factsOf = (fields: ReadonlyMap<string, string>) => {
  const tagging = fields.get('tagging')
  const facts = readFacts(Object.fromEntries([...fields].filter(([name]) => name !== 'x-amz-tagging')))
  return { ...facts, tags: tagging === undefined ? [] : parseTagDocument(tagging) }
}

const redirectTo = (target: string, bucketName: string, { key, etag }: ObjectRecord) => {
  try {
    const url = new URL(target)
    url.searchParams.set('bucket', bucketName)
    url.searchParams.set('key', key)
    url.searchParams.set('etag', quoted(etag))
    return url.href
  } catch {
    // S3 answers as if no redirect had been asked for.
    return undefined
  }
}

const answerFor = (fields: ReadonlyMap<string, string>, post: FormPost, record: ObjectRecord): Answer => {
  const bucketName = post.bucket.name
  const path = record.key.split('/').map(encodeURIComponent).join('/')
  const location = `http://${post.host ?? ''}/${bucketName}/${path}`
  const headers = { etag: quoted(record.etag), location }
  const asked = fields.get('success_action_redirect') ?? fields.get('redirect')
  const redirect = asked === undefined ? undefined : redirectTo(asked, bucketName, record)
  if (redirect !== undefined) return { status: 303, headers: { ...headers, location: redirect } }
  const status = fields.get('success_action_status')
  if (status === '200') return { status: 200, headers }
  if (status !== '201') return { status: 204, headers }
  const body = plainDocument(
    'PostResponse',
    element('Location', location),
    element('Bucket', bucketName),
    element('Key', record.key),
    element('ETag', quoted(record.etag)),
  )
  return { status: 201, headers, body }
}

export const postObject = async (post: FormPost): Promise<Answer> => {
  const { bucket, now } = post
  const { fields, fileName, file } = await readUploadForm(post.source, post.contentType)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: forms write it so
  const key = fields.get('key')?.replaceAll('${filename}', () => fileName)
  if (!key) throw new S3Error('InvalidArgument', "Bucket POST must contain a field named 'key'.")
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError')
  fields.set('key', key)
  const limits = checkPolicy(fields, { ...post, bucketName: bucket.name })
  const facts = factsOf(fields)
  const payload = checkedPayload(withinLimits(file, limits), Object.fromEntries(fields))
  const finish = () => {
    const { size, md5, checksum } = payload.summary()
    return { ...facts, key, size, etag: md5.toString('hex'), lastModified: now, checksum }
  }
  return answerFor(fields, post, await bucket.put(key, payload.chunks, finish))
}
