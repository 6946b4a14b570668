// CloudFormation's dynamic references: values of secrets, which stand in no template and are read as a resource is made.
import { TemplateError } from './resolve.ts'

export type SecretRequest = { id: string; stage: string | undefined; version: string | undefined }

/** The whole secret string, or an error that says why there is none. */
export type ReadSecret = (request: SecretRequest) => Promise<string>

const REFERENCE = /\{\{resolve:([^{}]*)\}\}/g

/** An ARN has colons of its own, so it is told from a name before the rest is split. */
const SECRET = /^secretsmanager:(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)(?::(.*))?$/

const valueAt = (secret: string, key: string, reference: string): string => {
  let values: unknown
  try {
    values = JSON.parse(secret)
  } catch {
    throw new TemplateError(`${reference} names a key of a secret that is not JSON`)
  }
  const value =
    typeof values === 'object' && values !== null && Object.hasOwn(values, key)
      ? (values as Record<string, unknown>)[key]
      : undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new TemplateError(`${reference} names a key that holds no text`)
}

const fetchValue = async (reference: string, body: string, readSecret: ReadSecret): Promise<string> => {
  const [, id, rest = ''] = SECRET.exec(body) ?? []
  if (id === undefined) throw new TemplateError(`the runner does not know the dynamic reference ${reference}`)
  const [kind = '', key = '', stage = '', version = '', ...more] = rest.split(':')
  if ((kind !== '' && kind !== 'SecretString') || more.length > 0) {
    throw new TemplateError(`the runner does not know the dynamic reference ${reference}`)
  }
  const secret = await readSecret({ id, stage: stage || undefined, version: version || undefined })
  return key === '' ? secret : valueAt(secret, key, reference)
}

const inText = async (text: string, readSecret: ReadSecret): Promise<string> => {
  const parts: string[] = []
  let end = 0
  for (const { 0: reference, 1: body = '', index } of text.matchAll(REFERENCE)) {
    parts.push(text.slice(end, index), await fetchValue(reference, body, readSecret))
    end = index + reference.length
  }
  return parts.join('') + text.slice(end)
}

/** A copy of a value, its references replaced; what a secret itself says is never taken for a reference. */
export const resolveDynamicReferences = async (value: unknown, readSecret: ReadSecret): Promise<unknown> => {
  if (typeof value === 'string') return inText(value, readSecret)
  if (Array.isArray(value)) {
    return Promise.all(value.map((item) => resolveDynamicReferences(item, readSecret)))
  }
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await resolveDynamicReferences(item, readSecret)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}
