// Google and Apple as a site's users have them, on the loopback: they publish their keys, and sign whom the test says.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { SocialProvider } from '../../core/users/user-login.ts'

/** The client ids of the site at both. */
export const SITE_CLIENT = 'the-site-at-the-provider'

export type SocialIssuer = Awaited<ReturnType<typeof startSocialIssuer>>

/** Sets the environment of the logins: import their handler only after this. */
export const startSocialIssuer = async () => {
  const pairs = {
    google: await generateKeyPair('RS256'),
    apple: await generateKeyPair('RS256'),
    stranger: await generateKeyPair('RS256'),
  }
  const state = { down: false, asked: 0 }
  const keysOf = async (provider: SocialProvider) => ({
    keys: [{ ...(await exportJWK(pairs[provider].publicKey)), kid: provider, alg: 'RS256', use: 'sig' }],
  })
  const server = createServer(async ({ url }, response) => {
    state.asked++
    if (state.down) return void response.writeHead(500).end()
    const keys = await keysOf(url === '/apple' ? 'apple' : 'google')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(keys))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuerOf = (provider: SocialProvider) => `https://${provider}.example`
  process.env['SOCIAL_PROVIDERS'] = JSON.stringify({
    google: { issuers: [issuerOf('google')], keysUrl: `${url}/google` },
    apple: { issuers: [issuerOf('apple')], keysUrl: `${url}/apple` },
  })

  return {
    state,
    /** Good unless the test spoils a claim, or has it signed by somebody else. */
    idToken: (
      provider: SocialProvider,
      claims: JWTPayload,
      { signedBy = provider, expires = '5m' }: { signedBy?: keyof typeof pairs; expires?: string } = {},
    ): Promise<string> =>
      new SignJWT({ iss: issuerOf(provider), aud: SITE_CLIENT, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: provider })
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(pairs[signedBy].privateKey),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
