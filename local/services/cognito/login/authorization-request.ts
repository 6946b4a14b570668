// Reads and checks what a client asks for at `/oauth2/authorize` (RFC 6749, RFC 7636, OpenID Connect Core).
import { ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import type { Client } from '../records.ts'
import type { AuthorizationRequest } from './flows.ts'
import { errorPage } from './page.ts'
import { type LoginAnswer, redirect, withQuery } from './reply.ts'

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/ // a SHA-256 digest in base64url

export type CheckedRequest = { pool: Pool; client: Client; request: AuthorizationRequest }

/** What goes back to the client instead of a code. */
export const denied = (
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  error: string,
  description?: string,
): LoginAnswer => redirect(withQuery(redirectUri, { error, error_description: description, state }))

const findClient = (cognito: Cognito, id: string) => {
  try {
    return cognito.pools.ofClient(id)
  } catch (error) {
    if (error instanceof ServiceError) return undefined
    throw error
  }
}

/** Unless client and redirect URI are known to belong together, nothing may be sent to that address. */
export const checkRequest = (cognito: Cognito, query: URLSearchParams): CheckedRequest | LoginAnswer => {
  const found = findClient(cognito, query.get('client_id') ?? '')
  if (!found) return errorPage('The client is not known.')
  const { pool, client } = found
  const { CallbackURLs = [], DefaultRedirectURI, AllowedOAuthScopes = [] } = client.given
  const redirectUri = query.get('redirect_uri') ?? DefaultRedirectURI ?? ''
  if (!CallbackURLs.includes(redirectUri))
    return errorPage('The redirect address is not one of the client (redirect_mismatch).')
  const state = query.get('state') ?? undefined
  const refuse = (error: string, description?: string) => denied({ redirectUri, state }, error, description)

  if (!client.given.AllowedOAuthFlowsUserPoolClient || !client.given.AllowedOAuthFlows?.includes('code')) {
    return refuse('unauthorized_client')
  }
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type')
  const scopes = query.get('scope')?.split(' ').filter(Boolean) ?? AllowedOAuthScopes
  if (scopes.some((scope) => !AllowedOAuthScopes.includes(scope))) return refuse('invalid_scope')
  const codeChallenge = query.get('code_challenge') ?? undefined
  const method = query.get('code_challenge_method')
  if (codeChallenge === undefined ? method !== null : method !== 'S256' || !CHALLENGE.test(codeChallenge)) {
    return refuse('invalid_request', 'The code challenge must be of method S256')
  }
  return {
    pool,
    client,
    request: {
      poolId: pool.id,
      clientId: client.id,
      redirectUri,
      scopes,
      state,
      nonce: query.get('nonce') ?? undefined,
      codeChallenge,
    },
  }
}

/** The providers that this client lets people sign in with; `COGNITO` stands for the pool's own users. */
export const offeredProviders = (client: Client): string[] =>
  client.given.SupportedIdentityProviders ?? ['COGNITO']
