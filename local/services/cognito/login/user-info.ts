// `/oauth2/userInfo`: the attributes of whoever an access token speaks for.
import { ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import { readAccessToken, visibleAttributes } from '../tokens.ts'
import { json, type LoginRoute } from './reply.ts'

export const userInfo =
  (cognito: Cognito): LoginRoute =>
  async ({ headers }) => {
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ')
    try {
      if (scheme?.toLowerCase() !== 'bearer')
        throw new ServiceError('NotAuthorizedException', 'No access token')
      const { client, user, claims } = await readAccessToken(cognito, token, 'openid')
      const attributes = visibleAttributes(client, user, String(claims['scope']).split(' '))
      // Unlike the ID token, this answer has its booleans as text.
      const texts = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, String(value)]),
      )
      return json(200, { sub: user.sub, ...texts, username: user.username })
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      const challenge = `Bearer error="invalid_token", error_description="${error.message}"`
      return json(
        401,
        { error: 'invalid_token', error_description: error.message },
        { 'www-authenticate': challenge },
      )
    }
  }
