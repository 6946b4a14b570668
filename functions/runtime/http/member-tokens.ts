// Checks the tokens that Cognito gives members: what the pool signed, for our client, and of the right kind.
import type { Member } from './callers.ts'
import { type Pool, tokensOf, unauthorized } from './pool-keys.ts'

export type MemberTokens = (accessToken: string) => Promise<Member>

type Options = Pool & { clientId: string }

export const memberTokens = ({ clientId, ...pool }: Options): MemberTokens => {
  const verify = tokensOf(pool)
  return async (accessToken) => {
    const { sub, username, token_use, client_id } = await verify(accessToken)
    if (token_use !== 'access' || client_id !== clientId || !sub) throw unauthorized()
    return { memberId: sub, username: typeof username === 'string' ? username : sub }
  }
}

/** Whether the e-mail address is verified; throws unless it is an ID token of the login that sent `nonce`. */
export type IdTokens = (idToken: string, nonce: string) => Promise<{ emailVerified: boolean }>

export const idTokens = ({ clientId, ...pool }: Options): IdTokens => {
  const verify = tokensOf(pool)
  return async (idToken, nonce) => {
    const claims = await verify(idToken, { audience: clientId })
    if (claims['token_use'] !== 'id' || claims['nonce'] !== nonce) throw unauthorized()
    return { emailVerified: claims['email_verified'] === true }
  }
}
