// Logins with Google, by Cognito's own sign-in host: where they begin, and what its code is traded for.
import * as z from 'zod'
import { AppError } from '../../core/errors.ts'

export type GoogleLogins = ReturnType<typeof googleLogins>

type Options = {
  clientId: string
  /** Undefined where a stage has no Google. */
  signInUrl: string | undefined
  callbackUrl: string | undefined
}

/** Milliseconds. Shorter than the function may run, so that a fault still becomes an answer. */
const TIMEOUT_MS = 4_000

const SCOPES = 'openid email profile'

const tokensSchema = z.object({ id_token: z.string(), refresh_token: z.string() })
const refusalSchema = z.object({ error: z.string() })

export const googleLogins = ({ clientId, signInUrl, callbackUrl }: Options) => {
  const configured = (): { signInUrl: string; callbackUrl: string } => {
    if (signInUrl && callbackUrl) return { signInUrl, callbackUrl }
    throw new AppError('google-not-configured', 404, 'There is no login with Google here.')
  }

  return {
    /** Throws where a stage has no Google. */
    checkConfigured: (): void => {
      configured()
    },

    /** `challenge` is the SHA-256 of the verifier that `trade` will show. */
    addressFor: ({
      state,
      nonce,
      challenge,
    }: {
      state: string
      nonce: string
      challenge: string
    }): string => {
      const { signInUrl, callbackUrl } = configured()
      const query = new URLSearchParams({
        identity_provider: 'Google',
        response_type: 'code',
        client_id: clientId,
        redirect_uri: callbackUrl,
        scope: SCOPES,
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })
      return `${signInUrl}/oauth2/authorize?${query}`
    },

    /** Undefined when the code has ended, was used, or belongs to another login. */
    trade: async (
      code: string,
      verifier: string,
    ): Promise<{ idToken: string; refreshToken: string } | undefined> => {
      const { signInUrl, callbackUrl } = configured()
      const response = await fetch(`${signInUrl}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          redirect_uri: callbackUrl,
          code,
          code_verifier: verifier,
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (response.ok) {
        const { id_token, refresh_token } = tokensSchema.parse(await response.json())
        return { idToken: id_token, refreshToken: refresh_token }
      }
      const { error } = refusalSchema
        .catch({ error: `status ${response.status}` })
        .parse(await response.json().catch(() => undefined))
      if (error === 'invalid_grant') return undefined
      throw new Error(`The sign-in host gives no tokens: ${error}.`)
    },
  }
}
