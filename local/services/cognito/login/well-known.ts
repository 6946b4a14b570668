// The documents by which a verifier finds a pool's keys.
import { ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import { jwks } from '../tokens.ts'
import { json, type LoginAnswer } from './reply.ts'

const configuration = (base: string, issuer: string, poolId: string) => ({
  issuer,
  authorization_endpoint: `${base}/oauth2/authorize`,
  token_endpoint: `${base}/oauth2/token`,
  userinfo_endpoint: `${base}/oauth2/userInfo`,
  revocation_endpoint: `${base}/oauth2/revoke`,
  end_session_endpoint: `${base}/logout`,
  jwks_uri: `${base}/${poolId}/.well-known/jwks.json`,
  response_types_supported: ['code'],
  scopes_supported: ['openid', 'email', 'phone', 'profile'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
})

export const wellKnown = (cognito: Cognito, poolId: string, document: string): LoginAnswer | undefined => {
  const headers = { 'cache-control': 'public, max-age=3600' }
  try {
    const pool = cognito.pools.get(poolId)
    if (document === 'jwks.json') return json(200, jwks(pool), headers)
    if (document === 'openid-configuration') {
      return json(200, configuration(cognito.publicUrl(), pool.issuer, poolId), headers)
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
  }
  return undefined
}
