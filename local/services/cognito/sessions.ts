// Sign-ins and their refresh tokens: opened, found again, rotated, revoked.
import { createHash, randomUUID } from 'node:crypto'
import { ServiceError } from '../json-service.ts'
import { opaque } from './cognito.ts'
import type { Pool } from './pool.ts'
import type { Client, Session, User } from './records.ts'
import { validityMs } from './token-validity.ts'

export const PASSWORD_LOGIN_SCOPE = 'aws.cognito.signin.user.admin'
const REMEMBERED_TOKENS = 5 // enough to tell a token that was rotated out from one that never was

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64')
const newToken = (session: string) => `${session}.${opaque()}`
const refused = (message: string) => new ServiceError('NotAuthorizedException', message)

export type OpenedSession = { session: Session; refreshToken: string }

export const openSession = (
  pool: Pool,
  client: Client,
  user: User,
  now: number,
  scopes: string[] = [PASSWORD_LOGIN_SCOPE],
): OpenedSession => {
  const id = randomUUID()
  const refreshToken = newToken(id)
  const session: Session = {
    id,
    eventId: randomUUID(),
    sub: user.sub,
    clientId: client.id,
    scopes,
    authTime: now,
    expiresAt: now + validityMs(client.given, 'RefreshToken'),
    generation: user.generation,
    refresh: [{ hash: hashOf(refreshToken) }],
  }
  pool.sessions.put(id, session)
  return { session, refreshToken }
}

/** The session if it is still on: neither revoked, nor signed out everywhere, nor its user gone. */
export const liveSession = (pool: Pool, id: string): { session: Session; user: User } | undefined => {
  const session = pool.sessions.get(id)
  const user = session && pool.users.get(session.sub)
  return user && session.generation === user.generation ? { session, user } : undefined
}

export const findRefresh = (pool: Pool, client: Client, token: string, now: number) => {
  const id = token.split('.')[0] ?? ''
  const hash = hashOf(token)
  const session = pool.sessions.get(id)
  const stored = session?.refresh.find((candidate) => candidate.hash === hash)
  if (session && (!stored || session.clientId !== client.id)) throw refused('Invalid Refresh Token')
  const live = liveSession(pool, id)
  // A token of ours that leads nowhere is one that was revoked; what else is in it cannot be checked any more.
  if (!live || !stored)
    throw refused(/^[0-9a-f-]{36}\./.test(token) ? 'Refresh Token has been revoked' : 'Invalid Refresh Token')
  if (live.session.expiresAt <= now) throw refused('Refresh Token has expired')
  if (stored.until !== undefined && stored.until <= now) {
    throw new ServiceError(
      'RefreshTokenReuseException',
      'The refresh token has been rotated and was used again.',
    )
  }
  if (!live.user.enabled) throw refused('User is disabled.')
  return live
}

export const rotates = (client: Client): boolean => client.given.RefreshTokenRotation?.Feature === 'ENABLED'

/** A new refresh token for the rest of the session; the one presented ends after the client's grace period. */
export const rotateRefresh = (
  pool: Pool,
  client: Client,
  session: Session,
  presented: string,
  now: number,
) => {
  const grace = (client.given.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1_000
  const hash = hashOf(presented)
  const refreshToken = newToken(session.id)
  const retired = session.refresh.map((token) =>
    token.hash === hash && token.until === undefined ? { ...token, until: now + grace } : token,
  )
  const isOver = ({ until }: { until?: number | undefined }) => until !== undefined && until <= now
  // Only those that are over may be forgotten: within the grace period several tabs may have got one each.
  const over = retired.filter(isOver).slice(-REMEMBERED_TOKENS)
  const refresh = [...over, ...retired.filter((token) => !isOver(token)), { hash: hashOf(refreshToken) }]
  pool.sessions.put(session.id, { ...session, refresh })
  return refreshToken
}

export const revokeSession = (pool: Pool, client: Client, token: string): void => {
  const session = pool.sessions.get(token.split('.')[0] ?? '')
  const hash = hashOf(token)
  // A token that is not known revokes nothing and says nothing (RFC 7009).
  if (!session?.refresh.some((candidate) => candidate.hash === hash)) return
  if (session.clientId !== client.id) {
    throw new ServiceError('UnauthorizedException', 'The token was not issued to this client.')
  }
  pool.sessions.delete(session.id)
}

export const signOutEverywhere = (pool: Pool, user: User): void => {
  pool.changeUser(user.sub, ({ generation }) => ({ generation: generation + 1 }))
}
