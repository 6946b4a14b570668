// A small OpenID Connect provider on the loopback, standing for Google: it signs everyone in as whoever the test says.
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const CLIENT_ID = 'playhead-at-the-provider'
export const CLIENT_SECRET = 'known to both'

export const startOidcProvider = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const { privateKey: strangersKey } = await generateKeyPair('RS256')
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }]
  const codes = new Map<string, URLSearchParams>()
  const state = {
    claims: {} as JWTPayload,
    userInfo: {} as JWTPayload,
    signedByStranger: false,
    /** The last request to the authorization endpoint. */
    asked: new URLSearchParams(),
  }
  let url = ''

  const reply = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  const authorize = (query: URLSearchParams, response: ServerResponse) => {
    state.asked = query
    const code = randomUUID()
    codes.set(code, query)
    const target = new URL(query.get('redirect_uri') ?? '')
    target.searchParams.set('code', code)
    target.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: target.href }).end()
  }
  const token = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const fits =
      asked?.get('code_challenge') === verifier &&
      asked.get('redirect_uri') === form.get('redirect_uri') &&
      form.get('client_id') === CLIENT_ID &&
      form.get('client_secret') === CLIENT_SECRET
    if (!fits) return reply(response, 400, { error: 'invalid_grant' })
    const idToken = await new SignJWT({ nonce: asked.get('nonce'), ...state.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(state.claims.iss ?? url)
      .setAudience(CLIENT_ID)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(state.signedByStranger ? strangersKey : privateKey)
    return reply(response, 200, { id_token: idToken, access_token: 'for user info', token_type: 'Bearer' })
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    if (pathname === '/authorize') authorize(searchParams, response)
    else if (pathname === '/token') void token(request, response)
    else if (pathname === '/keys') reply(response, 200, { keys })
    else if (pathname === '/user-info') reply(response, 200, state.userInfo)
    else if (pathname === '/.well-known/openid-configuration') {
      reply(response, 200, {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        userinfo_endpoint: `${url}/user-info`,
        jwks_uri: `${url}/keys`,
      })
    } else reply(response, 404, {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    state,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
