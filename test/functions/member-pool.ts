// A user pool as functions see it: the keys that sign its tokens, and what it knows of a member.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const POOL = { region: 'us-east-1', userPoolId: 'us-east-1_Tested', clientId: 'dashboard-client' }

const KEY_ID = 'pool-key'

const { privateKey, publicKey } = await generateKeyPair('RS256')

type Profile = { email: string; verified: boolean; name?: string }

const profiles = new Map<string, Profile>()

/** Whoever asks is a member of the pool, with an address of his own, unless the test says otherwise. */
const profileOf = (username: string): Profile =>
  profiles.get(username) ?? { email: `${username}@example.com`, verified: true, name: `${username} Example` }

export const setProfile = (username: string, parts: Partial<Profile>): void => {
  profiles.set(username, { ...profileOf(username), ...parts })
}

/** An access token of the pool, but for the claims that are named. */
export const accessToken = (memberId: string, claims: JWTPayload = {}, key = privateKey): Promise<string> => {
  const now = Math.floor(Date.now() / 1000)
  const usual = {
    sub: memberId,
    username: memberId,
    token_use: 'access',
    client_id: POOL.clientId,
    iss: `https://cognito-idp.${POOL.region}.amazonaws.com/${POOL.userPoolId}`,
    iat: now,
    exp: now + 900,
  }
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'RS256', kid: KEY_ID }).sign(key)
}

export const startMemberPool = async () => {
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }] }
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const send = (body: unknown) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(body))
    }
    if (request.url === `/${POOL.userPoolId}/.well-known/jwks.json`) return send(keys)
    const { Username } = (await json(request)) as { Username: string }
    asked.push(Username)
    const { email, verified, name } = profileOf(Username)
    const attributes = { email, email_verified: String(verified), name }
    send({
      Username,
      UserAttributes: Object.entries(attributes).flatMap(([Name, Value]) => (Value ? [{ Name, Value }] : [])),
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Usernames that the pool was asked for. */
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
