// Decides whether a request was signed with the configured credentials, in its header or in its query.
import { S3Error } from './s3-error.ts'
import type { RequestTarget } from './s3-request.ts'
import {
  ALGORITHM,
  awsEncode,
  type Credentials,
  parseAmzDate,
  parseCredential,
  type Scope,
  sameText,
  scopeText,
  sha256Hex,
  sign,
  signingKey,
} from './signing-key.ts'

const MAX_SKEW_MS = 15 * 60_000 // what AWS tolerates between two clocks
const MAX_EXPIRES_S = 7 * 24 * 3600 // AWS signs URLs for a week at most

/** What the chunks of a signed stream continue from. */
export type SignatureChain = { key: Buffer; scope: string; date: string; seed: string }

type Claim = {
  scope: Scope
  date: string
  signedHeaders: string[]
  signature: string
  payloadHash: string
  query: [string, string][]
}

type Context = { credentials: Credentials; now: number }

const canonicalQuery = (query: [string, string][]) =>
  query
    .map(([name, value]) => [awsEncode(name), awsEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

const canonicalRequest = (target: RequestTarget, claim: Claim) =>
  [
    target.method,
    target.path.split('/').map(awsEncode).join('/'),
    canonicalQuery(claim.query),
    ...claim.signedHeaders.map(
      (name) => `${name}:${(target.headers[name] ?? '').trim().replace(/ +/g, ' ')}`,
    ),
    '',
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n')

/** The signing key of a scope, if the scope names our credentials. */
export const keyOfScope = (scope: Scope, { credentials }: Pick<Context, 'credentials'>) => {
  if (scope.accessKeyId !== credentials.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', undefined, { AWSAccessKeyId: scope.accessKeyId })
  }
  return signingKey(credentials.secretAccessKey, scope)
}

const verify = (target: RequestTarget, claim: Claim, context: Context): SignatureChain => {
  const key = keyOfScope(claim.scope, context)
  const unsigned = Object.keys(target.headers).filter(
    (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
  )
  if (unsigned.length > 0 || !claim.signedHeaders.includes('host')) {
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', ') || 'host',
    })
  }
  const scope = scopeText(claim.scope)
  const text = [ALGORITHM, claim.date, scope, sha256Hex(canonicalRequest(target, claim))].join('\n')
  if (!sameText(sign(key, text), claim.signature)) {
    throw new S3Error('SignatureDoesNotMatch', undefined, { StringToSign: text })
  }
  return { key, scope, date: claim.date, seed: claim.signature }
}

const verifyHeader = (target: RequestTarget, authorization: string, context: Context) => {
  const field = (name: string) => new RegExp(`[\\s,]${name}=([^,\\s]+)`).exec(authorization)?.[1]
  const scope = parseCredential(field('Credential') ?? '')
  const signedHeaders = field('SignedHeaders')?.split(';')
  const signature = field('Signature')
  if (!authorization.startsWith(`${ALGORITHM} `) || !scope || !signedHeaders || !signature) {
    throw new S3Error('AuthorizationHeaderMalformed')
  }
  const date = target.headers['x-amz-date'] ?? ''
  const time = parseAmzDate(date)
  if (time === undefined || !date.startsWith(scope.date)) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header')
  }
  if (Math.abs(context.now - time) > MAX_SKEW_MS) throw new S3Error('RequestTimeTooSkewed')
  const payloadHash = target.headers['x-amz-content-sha256']
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  }
  return verify(target, { scope, date, signedHeaders, signature, payloadHash, query: target.query }, context)
}

const verifyQuery = (target: RequestTarget, query: Map<string, string>, context: Context) => {
  const scope = parseCredential(query.get('X-Amz-Credential') ?? '')
  const date = query.get('X-Amz-Date') ?? ''
  const time = parseAmzDate(date)
  const expires = Number(query.get('X-Amz-Expires') || Number.NaN)
  const signature = query.get('X-Amz-Signature')
  const wellFormed =
    scope &&
    time !== undefined &&
    signature &&
    date.startsWith(scope.date) &&
    expires >= 0 &&
    expires <= MAX_EXPIRES_S
  if (!wellFormed) throw new S3Error('AuthorizationQueryParametersError')
  if (time - context.now > MAX_SKEW_MS) throw new S3Error('AccessDenied', 'Request is not valid yet')
  if (context.now > time + expires * 1000) {
    throw new S3Error('AccessDenied', 'Request has expired', {
      Expires: new Date(time + expires * 1000).toISOString(),
      ServerTime: new Date(context.now).toISOString(),
    })
  }
  const claim = {
    scope,
    date,
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature,
    payloadHash:
      query.get('X-Amz-Content-Sha256') ?? target.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
    query: target.query.filter(([name]) => name !== 'X-Amz-Signature'),
  }
  return verify(target, claim, context)
}

const SIGNATURE_PARAMETERS = new Set(
  ['algorithm', 'credential', 'date', 'expires', 'signedheaders', 'signature', 'security-token'].map(
    (name) => `x-amz-${name}`,
  ),
)

/**
 * Signers move `x-amz-` headers into the query of a URL, where they mean the same. But for checksums: S3 ignores
 * them there, and the SDK for JavaScript puts that of an empty body (https://github.com/aws/aws-sdk/issues/480).
 */
const hoistedHeaders = (target: RequestTarget) =>
  Object.fromEntries(
    target.query
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name.startsWith('x-amz-') && !SIGNATURE_PARAMETERS.has(name))
      .filter(([name]) => !name.startsWith('x-amz-checksum-')),
  )

export const authenticate = (target: RequestTarget, context: Context) => {
  const { authorization } = target.headers
  if (authorization !== undefined) {
    return { chain: verifyHeader(target, authorization, context), headers: target.headers }
  }
  const query = new Map(target.query)
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) throw new S3Error('AccessDenied')
  const chain = verifyQuery(target, query, context)
  return { chain, headers: { ...hoistedHeaders(target), ...target.headers } }
}
