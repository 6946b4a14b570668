// Which address of the login pages is answered by what.
import type { Cognito } from '../cognito.ts'
import { authorize, showLogin, submitLogin } from './authorize.ts'
import { finishFederation } from './federation.ts'
import { logOut } from './log-out.ts'
import { json, type LoginAnswer, type LoginRequest, type LoginRoute } from './reply.ts'
import { exchangeToken, revokeToken } from './token-endpoint.ts'
import { userInfo } from './user-info.ts'
import { wellKnown } from './well-known.ts'

const WELL_KNOWN = /^\/([\w-]+)\/\.well-known\/([\w.-]+)$/

export const loginRoutes = (cognito: Cognito): ((request: LoginRequest) => Promise<LoginAnswer>) => {
  const routes: Record<string, LoginRoute> = {
    'GET /oauth2/authorize': authorize(cognito),
    'GET /login': showLogin(cognito),
    'POST /login': submitLogin(cognito),
    'GET /oauth2/idpresponse': finishFederation(cognito),
    'POST /oauth2/token': exchangeToken(cognito),
    'POST /oauth2/revoke': revokeToken(cognito),
    'GET /oauth2/userInfo': userInfo(cognito),
    'POST /oauth2/userInfo': userInfo(cognito),
    'GET /logout': logOut(cognito),
  }
  return async (request) => {
    const [, poolId, document] = WELL_KNOWN.exec(request.url.pathname) ?? []
    const found =
      poolId && document && request.method === 'GET' ? wellKnown(cognito, poolId, document) : undefined
    if (found) return found
    const key = `${request.method} ${request.url.pathname}`
    const route = Object.hasOwn(routes, key) ? routes[key] : undefined
    return route ? route(request) : json(404, { message: 'Not found' })
  }
}
