// `/oauth2/token`: a code or a refresh token against tokens. `/oauth2/revoke`: the end of a refresh token.
import { createHash } from 'node:crypto'
import { ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import { hasClientSecret } from '../operations/refresh-tokens.ts'
import type { Pool } from '../pool.ts'
import type { Client } from '../records.ts'
import { findRefresh, openSession, revokeSession, rotateRefresh, rotates } from '../sessions.ts'
import { type IssuedTokens, issueTokens } from '../tokens.ts'
import { json, type LoginAnswer, type LoginRequest, type LoginRoute } from './reply.ts'

type Authenticated = { pool: Pool; client: Client; form: URLSearchParams }

const refuse = (error: string, status = 400) => json(status, { error })

const readClient = (cognito: Cognito, { headers, body }: LoginRequest): Authenticated | undefined => {
  const form = new URLSearchParams(body)
  const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ')
  const basic =
    scheme?.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString().split(':') : undefined
  const id = basic ? decodeURIComponent(basic[0] ?? '') : form.get('client_id')
  const secret = basic ? decodeURIComponent(basic.slice(1).join(':')) : form.get('client_secret')
  try {
    const found = cognito.pools.ofClient(id ?? '')
    return hasClientSecret(found.client, secret ?? undefined) ? { ...found, form } : undefined
  } catch {
    return undefined
  }
}

const answer = (tokens: IssuedTokens, scopes: string[], refreshToken?: string): LoginAnswer =>
  json(200, {
    id_token:
      scopes.includes('openid') || scopes.includes('aws.cognito.signin.user.admin')
        ? tokens.IdToken
        : undefined,
    access_token: tokens.AccessToken,
    refresh_token: refreshToken,
    expires_in: tokens.ExpiresIn,
    token_type: 'Bearer',
  })

const provesChallenge = (challenge: string | undefined, verifier: string | null): boolean =>
  challenge === undefined
    ? verifier === null
    : verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge

const byCode = async (cognito: Cognito, { pool, client, form }: Authenticated): Promise<LoginAnswer> => {
  // Taken before it is looked at: whatever is wrong with this attempt, there is no second one.
  const granted = cognito.flows.codes.take(form.get('code') ?? '')
  const user = granted && pool.users.get(granted.sub)
  const fits =
    granted?.clientId === client.id &&
    granted.redirectUri === form.get('redirect_uri') &&
    provesChallenge(granted.codeChallenge, form.get('code_verifier'))
  if (!fits || !user?.enabled) return refuse('invalid_grant')
  const { session, refreshToken } = openSession(pool, client, user, cognito.now(), granted.scopes)
  const dated = { ...session, authTime: granted.authTime }
  pool.sessions.put(session.id, dated)
  const tokens = await issueTokens(cognito, pool, client, user, dated, {
    nonce: granted.nonce,
    managed: true,
  })
  return answer(tokens, session.scopes, refreshToken)
}

const byRefreshToken = async (
  cognito: Cognito,
  { pool, client, form }: Authenticated,
): Promise<LoginAnswer> => {
  const presented = form.get('refresh_token') ?? ''
  try {
    const { session, user } = findRefresh(pool, client, presented, cognito.now())
    const next = rotates(client) ? rotateRefresh(pool, client, session, presented, cognito.now()) : undefined
    const tokens = await issueTokens(cognito, pool, client, user, session, { managed: true })
    return answer(tokens, session.scopes, next)
  } catch (error) {
    if (error instanceof ServiceError) return refuse('invalid_grant')
    throw error
  }
}

export const exchangeToken =
  (cognito: Cognito): LoginRoute =>
  async (request) => {
    const authenticated = readClient(cognito, request)
    if (!authenticated) return refuse('invalid_client')
    const grant = authenticated.form.get('grant_type')
    if (grant === 'authorization_code') return byCode(cognito, authenticated)
    if (grant === 'refresh_token') return byRefreshToken(cognito, authenticated)
    return refuse('unsupported_grant_type')
  }

export const revokeToken =
  (cognito: Cognito): LoginRoute =>
  (request) => {
    const authenticated = readClient(cognito, request)
    if (!authenticated) return refuse('invalid_client')
    const { pool, client, form } = authenticated
    try {
      revokeSession(pool, client, form.get('token') ?? '')
      return { status: 200, body: '' }
    } catch (error) {
      if (error instanceof ServiceError) return refuse('unauthorized_client')
      throw error
    }
  }
