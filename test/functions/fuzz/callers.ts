// Tokens and keys, true ones and forged ones, as headers.
import fc from 'fast-check'
import { generateKeyPair, UnsecuredJWT } from 'jose'
import { accessToken, POOL } from '../member-pool.ts'

type Headers = Record<string, string>
type Keys = { secretKey: string; publishableKey: string }

export type Credentials = { arbitrary: fc.Arbitrary<Headers>; secrets: string[] }

export const credentialsOf = async (
  memberId: string,
  { secretKey, publishableKey }: Keys,
): Promise<Credentials> => {
  const token = await accessToken(memberId)
  const [head = '', body = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { privateKey } = await generateKeyPair('RS256')
  const past = Math.floor(Date.now() / 1000) - 60
  const forged = [
    `${head}.${body}.`,
    `${head}.${body}`,
    `${head}.${encoded({ ...claims, sub: 'eve' })}.${signature}`,
    `${encoded({ alg: 'none' })}.${body}.`,
    `${encoded({ alg: 'HS256', kid: 'pool-key' })}.${body}.${signature}`,
    `${encoded({ alg: 'RS256', kid: '../../../etc' })}.${body}.${signature}`,
    `${encoded({ alg: 'RS256', jwk: { kty: 'oct', k: 'AA' } })}.${body}.${signature}`,
    `${encoded({ alg: 'RS256', crit: ['x'], x: 1 })}.${body}.${signature}`,
    `${head}.${encoded([])}.${signature}`,
    `${head}.${'A'.repeat(8_000)}.${signature}`,
    new UnsecuredJWT(claims).encode(),
    await accessToken(memberId, { exp: past }),
    await accessToken(memberId, { nbf: past + 86_400 }),
    await accessToken(memberId, { exp: undefined }),
    await accessToken(memberId, { client_id: 'another' }),
    await accessToken(memberId, { token_use: 'id', aud: POOL.clientId }),
    await accessToken(memberId, { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another' }),
    await accessToken(memberId, { sub: '', username: 7 as never }),
    await accessToken(memberId, {}, privateKey),
  ]
  const wrongKeys = [
    `${secretKey.slice(0, -1)}${secretKey.endsWith('0') ? '1' : '0'}`,
    'sk_live_planted000000000000000000000000000000',
    `${secretKey}, ${secretKey}`,
    `${publishableKey},${secretKey}`,
    `pk${secretKey.slice(2)}`,
    'sk_live_',
    'planted-key '.repeat(500),
    '\u0000',
    '__proto__',
  ]
  const bearer = (text: string): Headers => ({ authorization: `Bearer ${text}` })
  const oddly = [
    `Bearer ${token}, Bearer ${token}`,
    `bearer   ${token}`,
    token,
    `Basic ${token}`,
    'Bearer',
    'Bearer \ud800planted',
    `Bearer ${'planted.'.repeat(2_000)}`,
  ].map((authorization): Headers => ({ authorization }))
  const key = (text: string): Headers => ({ 'x-api-key': text })
  return {
    arbitrary: fc.oneof(
      { weight: 70, arbitrary: fc.constant(bearer(token)) },
      { weight: 12, arbitrary: fc.constant(key(secretKey)) },
      { weight: 12, arbitrary: fc.constant(key(publishableKey)) },
      { weight: 4, arbitrary: fc.constant({}) },
      { weight: 12, arbitrary: fc.constantFrom(...forged.map(bearer)) },
      { weight: 4, arbitrary: fc.constantFrom(...oddly) },
      { weight: 8, arbitrary: fc.constantFrom(...wrongKeys.map(key)) },
      { weight: 2, arbitrary: fc.constant({ ...bearer(token), ...key(secretKey) }) },
    ),
    secrets: [token, ...forged, secretKey, publishableKey, ...wrongKeys.slice(0, 2)],
  }
}
