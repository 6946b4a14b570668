// Holds the fields of a form upload against the policy document that its page was given.
import { z } from 'zod'
import { S3Error } from './s3-error.ts'
import { keyOfScope } from './signature.ts'
import { ALGORITHM, type Credentials, parseCredential, sameText, sign } from './signing-key.ts'

const policySchema = z.object({
  expiration: z.string(),
  conditions: z.array(
    z.union([
      z.record(z.string(), z.string()),
      z.tuple([
        z.literal('content-length-range'),
        z.union([z.number(), z.string().regex(/^\d+$/)]),
        z.union([z.number(), z.string().regex(/^\d+$/)]),
      ]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
    ]),
  ),
})

export type SizeLimits = { min: number; max: number }

type Fields = ReadonlyMap<string, string>

// S3 asks for no condition on these, nor on what begins with `x-ignore-`.
const FREE_FIELDS = new Set(['policy', 'x-amz-signature', 'file'])

const denied = (reason: string) => new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`)

const readPolicy = (encoded: string) => {
  try {
    return policySchema.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()))
  } catch {
    throw new S3Error('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.')
  }
}

const verifySignature = (fields: Fields, policy: string, credentials: Credentials) => {
  const scope = parseCredential(fields.get('x-amz-credential') ?? '')
  if (fields.get('x-amz-algorithm') !== ALGORITHM || !scope) throw new S3Error('AccessDenied')
  const expected = sign(keyOfScope(scope, { credentials }), policy)
  if (!sameText(expected, fields.get('x-amz-signature') ?? '')) {
    throw new S3Error('SignatureDoesNotMatch', undefined, { StringToSign: policy })
  }
}

/** Throws unless the form is signed, still valid and within its policy. Gives the sizes its file may have. */
export const checkPolicy = (
  fields: Fields,
  { credentials, now, bucketName }: { credentials: Credentials; now: number; bucketName: string },
): SizeLimits => {
  const encoded = fields.get('policy')
  if (encoded === undefined) throw new S3Error('AccessDenied')
  verifySignature(fields, encoded, credentials)
  const { expiration, conditions } = readPolicy(encoded)
  if (!(now <= Date.parse(expiration))) throw denied('Policy expired.')

  const limits = { min: 0, max: Number.POSITIVE_INFINITY }
  const covered = new Set<string>()
  const hold = (operator: 'eq' | 'starts-with', name: string, wanted: string) => {
    const field = name.toLowerCase()
    covered.add(field)
    const value = field === 'bucket' ? bucketName : (fields.get(field) ?? '')
    if (operator === 'eq' ? value === wanted : value.startsWith(wanted)) return
    throw denied(`Policy Condition failed: ${JSON.stringify([operator, `$${name}`, wanted])}`)
  }
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, wanted] of Object.entries(condition)) hold('eq', name, wanted)
    } else if (condition[0] === 'content-length-range') {
      limits.min = Math.max(limits.min, Number(condition[1]))
      limits.max = Math.min(limits.max, Number(condition[2]))
    } else {
      hold(condition[0], condition[1].slice(1), condition[2])
    }
  }
  const extra = [...fields.keys()].filter(
    (name) => !covered.has(name) && !FREE_FIELDS.has(name) && !name.startsWith('x-ignore-'),
  )
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
  return limits
}
