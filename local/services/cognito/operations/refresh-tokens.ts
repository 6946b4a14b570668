// Refresh tokens: exchanged, rotated where the client says so, and revoked.
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import type { Client } from '../records.ts'
import { findRefresh, revokeSession, rotateRefresh, rotates } from '../sessions.ts'
import { issueTokens } from '../tokens.ts'

const presented = { ClientId: z.string(), ClientSecret: z.string().optional() }

export const hasClientSecret = (client: Client, given: string | undefined): boolean => {
  if (!client.secret) return true
  const [known, received] = [Buffer.from(client.secret), Buffer.from(given ?? '')]
  return known.length === received.length && timingSafeEqual(known, received)
}

const checkClientSecret = (client: Client, given: string | undefined) => {
  if (hasClientSecret(client, given)) return
  throw new ServiceError('NotAuthorizedException', `Unable to verify the secret of client ${client.id}`)
}

export const refreshTokenOperations = (cognito: Cognito): Operations => ({
  GetTokensFromRefreshToken: operation(
    z.object({ ...presented, RefreshToken: z.string().min(1) }),
    async ({ ClientId, ClientSecret, RefreshToken }) => {
      const { pool, client } = cognito.pools.ofClient(ClientId)
      checkClientSecret(client, ClientSecret)
      const { session, user } = findRefresh(pool, client, RefreshToken, cognito.now())
      const next = rotates(client)
        ? rotateRefresh(pool, client, session, RefreshToken, cognito.now())
        : undefined
      const tokens = await issueTokens(cognito, pool, client, user, session)
      return { AuthenticationResult: { ...tokens, RefreshToken: next } }
    },
  ),

  RevokeToken: operation(
    z.object({ ...presented, Token: z.string().min(1) }),
    ({ ClientId, ClientSecret, Token }) => {
      const { pool, client } = cognito.pools.ofClient(ClientId)
      checkClientSecret(client, ClientSecret)
      if (client.given.EnableTokenRevocation === false) {
        throw new ServiceError(
          'UnsupportedOperationException',
          'Token revocation is not enabled for this client.',
        )
      }
      if (Token.split('.').length === 3) {
        throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.')
      }
      revokeSession(pool, client, Token)
      return {}
    },
  ),
})
