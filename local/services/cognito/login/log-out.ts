// `/logout`: ends the browser's session and goes where the client may send it.
import { ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import { cookie, readCookie, SESSION_COOKIE } from './cookies.ts'
import { errorPage } from './page.ts'
import { type LoginRoute, redirect } from './reply.ts'

export const logOut =
  (cognito: Cognito): LoginRoute =>
  (incoming) => {
    const { searchParams: query } = incoming.url
    const target = query.get('logout_uri')
    try {
      const { client } = cognito.pools.ofClient(query.get('client_id') ?? '')
      const ended = cookie(SESSION_COOKIE, '', 0)
      const end = () => cognito.flows.browsers.delete(readCookie(incoming, SESSION_COOKIE) ?? '')
      if (target !== null && client.given.LogoutURLs?.includes(target)) {
        end()
        return redirect(target, [ended])
      }
      if (target === null && query.get('redirect_uri') !== null) {
        end()
        return redirect(`/login${incoming.url.search}`, [ended])
      }
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
    }
    return errorPage('The client or the address after the logout is not known.')
  }
