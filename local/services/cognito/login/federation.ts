// Signing in with an external OpenID Connect provider: there with state, nonce and PKCE, and back with a checked ID token.
import { createHash } from 'node:crypto'
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { ServiceError } from '../../json-service.ts'
import { type Cognito, opaque } from '../cognito.ts'
import type { Provider, User } from '../records.ts'
import { denied } from './authorization-request.ts'
import { BINDING_COOKIE, readCookie } from './cookies.ts'
import { federatedUser } from './federated-user.ts'
import type { LoginFlow } from './flows.ts'
import { signIn } from './grant-code.ts'
import { errorPage } from './page.ts'
import { type LoginAnswer, type LoginRoute, redirect, withQuery } from './reply.ts'

const GOOGLE_ISSUER = 'https://accounts.google.com'
const PROVIDER_TIMEOUT_MS = 10_000
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA']

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  userinfo_endpoint: z.string().optional(),
  jwks_uri: z.string(),
})
const tokenSchema = z.object({ id_token: z.string(), access_token: z.string().optional() })

type Endpoints = z.output<typeof discoverySchema>

const fetchJson = async <Schema extends z.ZodType>(
  schema: Schema,
  address: string,
  init: RequestInit = {},
) => {
  const response = await fetch(address, { ...init, signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`)
  return schema.parse(await response.json())
}

/** What the provider's details say; what they leave open, the provider says itself. */
const endpointsOf = async ({ details, type }: Provider): Promise<Endpoints> => {
  const issuer = details['oidc_issuer'] ?? (type === 'Google' ? GOOGLE_ISSUER : '')
  const { authorize_url, token_url, jwks_uri, attributes_url } = details
  if (authorize_url && token_url && jwks_uri) {
    return {
      issuer,
      authorization_endpoint: authorize_url,
      token_endpoint: token_url,
      userinfo_endpoint: attributes_url,
      jwks_uri,
    }
  }
  const found = await fetchJson(
    discoverySchema,
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  )
  return {
    issuer,
    authorization_endpoint: authorize_url ?? found.authorization_endpoint,
    token_endpoint: token_url ?? found.token_endpoint,
    userinfo_endpoint: attributes_url ?? found.userinfo_endpoint,
    jwks_uri: jwks_uri ?? found.jwks_uri,
  }
}

const callback = (cognito: Cognito) => `${cognito.publicUrl()}/oauth2/idpresponse`

export const beginFederation = async (
  cognito: Cognito,
  provider: Provider,
  startFlow: (federation: NonNullable<LoginFlow['federation']>) => { id: string; cookies: string[] },
): Promise<LoginAnswer> => {
  const { authorization_endpoint } = await endpointsOf(provider)
  const federation = { provider: provider.name, nonce: opaque(), codeVerifier: opaque() }
  const { id, cookies } = startFlow(federation)
  const address = withQuery(authorization_endpoint, {
    client_id: provider.details['client_id'],
    redirect_uri: callback(cognito),
    response_type: 'code',
    scope: provider.details['authorize_scopes'],
    state: id,
    nonce: federation.nonce,
    code_challenge: createHash('sha256').update(federation.codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  return redirect(address, cookies)
}

const exchange = async (
  cognito: Cognito,
  provider: Provider,
  { nonce, codeVerifier }: NonNullable<LoginFlow['federation']>,
  code: string,
): Promise<JWTPayload> => {
  const endpoints = await endpointsOf(provider)
  const { client_id = '', client_secret } = provider.details
  const tokens = await fetchJson(tokenSchema, endpoints.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback(cognito),
      code_verifier: codeVerifier,
      client_id,
      ...(client_secret ? { client_secret } : {}),
    }),
  })
  const { payload } = await jwtVerify(tokens.id_token, createRemoteJWKSet(new URL(endpoints.jwks_uri)), {
    issuer: endpoints.issuer,
    audience: client_id,
    algorithms: SIGNATURES,
    requiredClaims: ['sub', 'exp', 'iat'],
    currentDate: new Date(cognito.now()),
    clockTolerance: 30,
  })
  if (payload['nonce'] !== nonce) throw new Error('The ID token carries another nonce.')
  const missing = Object.values(provider.mapping).some((claim) => payload[claim] === undefined)
  if (!missing || !endpoints.userinfo_endpoint || !tokens.access_token) return payload
  const more = await fetchJson(z.looseObject({ sub: z.string() }), endpoints.userinfo_endpoint, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  if (more.sub !== payload.sub) throw new Error('The user info belongs to someone else.')
  return { ...more, ...payload }
}

export const finishFederation =
  (cognito: Cognito): LoginRoute =>
  async (incoming) => {
    const { searchParams: query } = incoming.url
    const flow = cognito.flows.logins.get(query.get('state') ?? '')
    if (!flow?.federation || readCookie(incoming, BINDING_COOKIE) !== flow.binding) {
      return errorPage('This login has expired, or was begun in another browser. Start again.')
    }
    cognito.flows.logins.delete(query.get('state') ?? '')
    const { pool } = cognito.pools.ofClient(flow.clientId)
    const provider = pool.providers.get(flow.federation.provider)
    const code = query.get('code')
    if (!provider || code === null) {
      return denied(
        flow,
        query.get('error') ?? 'invalid_request',
        query.get('error_description') ?? undefined,
      )
    }
    let claims: JWTPayload
    try {
      claims = await exchange(cognito, provider, flow.federation, code)
    } catch (error) {
      // The reason only: a rejected token's claims are personal.
      console.error(
        `Signing in with ${provider.name} failed: ${error instanceof Error ? error.message : error}`,
      )
      return denied(flow, 'invalid_request', `The answer of ${provider.name} could not be verified`)
    }
    let user: User
    try {
      user = await federatedUser(cognito, { pool, provider, claims, clientId: flow.clientId })
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      // The space at the end is what AWS sends too.
      return denied(flow, 'invalid_request', `${error.message} `)
    }
    return user.enabled ? signIn(cognito, flow, user) : denied(flow, 'access_denied', 'User is disabled.')
  }
