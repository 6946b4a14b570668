// `/oauth2/authorize` and the login page behind it.
import { ServiceError } from '../../json-service.ts'
import { checkPassword, WRONG_LOGIN } from '../authenticate.ts'
import { type Cognito, opaque } from '../cognito.ts'
import { choosePassword } from '../operations/respond-to-auth-challenge.ts'
import { checkRequest, denied, offeredProviders } from './authorization-request.ts'
import { BINDING_COOKIE, cookie, readCookie } from './cookies.ts'
import { beginFederation } from './federation.ts'
import { LOGIN_LIFETIME_MS, type LoginFlow } from './flows.ts'
import { grantCode, signedInUser, signIn } from './grant-code.ts'
import { errorPage, loginPage } from './page.ts'
import { type LoginAnswer, type LoginRequest, type LoginRoute, redirect } from './reply.ts'

const startFlow = (cognito: Cognito, request: LoginRequest, flow: Omit<LoginFlow, 'binding'>) => {
  // One binding a browser, so that logins in two tabs do not end each other.
  const binding = readCookie(request, BINDING_COOKIE) ?? opaque()
  const id = opaque()
  cognito.flows.logins.put(id, { ...flow, binding }, LOGIN_LIFETIME_MS)
  return { id, cookies: [cookie(BINDING_COOKIE, binding, LOGIN_LIFETIME_MS / 1_000)] }
}

export const authorize =
  (cognito: Cognito): LoginRoute =>
  async (incoming) => {
    const { searchParams: query } = incoming.url
    const checked = checkRequest(cognito, query)
    if ('status' in checked) return checked
    const { pool, client, request } = checked
    const prompt = query.get('prompt')
    const known = prompt === 'login' ? undefined : signedInUser(cognito, pool, incoming)
    if (known) return grantCode(cognito, request, known.user, known.authTime)
    if (prompt === 'none') return denied(request, 'login_required')

    const asked = query.get('identity_provider') ?? query.get('idp_identifier')
    const offered = offeredProviders(client)
    // With one external provider and no local users there is nothing to choose.
    const wanted = asked ?? (offered.length === 1 ? offered[0] : undefined)
    if (wanted && wanted !== 'COGNITO') {
      const provider = [...pool.providers.rows()].find(
        ({ name, identifiers }) => name === wanted || identifiers.includes(wanted),
      )
      if (!provider || !offered.includes(provider.name)) {
        return denied(request, 'invalid_request', 'The identity provider is not offered to this client')
      }
      return beginFederation(cognito, provider, (federation) =>
        startFlow(cognito, incoming, { ...request, federation }),
      )
    }
    return redirect(`/login${incoming.url.search}`)
  }

const showPage = (
  cognito: Cognito,
  flow: { id: string; login: Omit<LoginFlow, 'binding'>; query: URLSearchParams; cookies: string[] },
  rest: { username?: string; problem?: string } = {},
): LoginAnswer => {
  const { client } = cognito.pools.ofClient(flow.login.clientId)
  const offered = offeredProviders(client)
  const address = (name: string) =>
    `/oauth2/authorize?${new URLSearchParams([...flow.query, ['identity_provider', name]])}`
  return loginPage({
    flow: flow.id,
    redirectUri: flow.login.redirectUri,
    choosingPassword: flow.login.choosingPassword !== undefined,
    local: offered.includes('COGNITO'),
    providers: offered.filter((name) => name !== 'COGNITO').map((name) => ({ name, address: address(name) })),
    cookies: flow.cookies,
    ...rest,
  })
}

const queryOf = (flow: LoginFlow): URLSearchParams => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: flow.clientId,
    redirect_uri: flow.redirectUri,
    scope: flow.scopes.join(' '),
  })
  if (flow.state !== undefined) query.set('state', flow.state)
  if (flow.nonce !== undefined) query.set('nonce', flow.nonce)
  if (flow.codeChallenge !== undefined) {
    query.set('code_challenge', flow.codeChallenge)
    query.set('code_challenge_method', 'S256')
  }
  return query
}

export const showLogin =
  (cognito: Cognito): LoginRoute =>
  (incoming) => {
    const checked = checkRequest(cognito, incoming.url.searchParams)
    if ('status' in checked) return checked
    const { id, cookies } = startFlow(cognito, incoming, checked.request)
    return showPage(cognito, { id, login: checked.request, query: incoming.url.searchParams, cookies })
  }

export const submitLogin =
  (cognito: Cognito): LoginRoute =>
  async (incoming) => {
    const form = new URLSearchParams(incoming.body)
    const id = form.get('flow') ?? ''
    const flow = cognito.flows.logins.get(id)
    if (!flow || readCookie(incoming, BINDING_COOKIE) !== flow.binding) {
      return errorPage('This login has expired, or was begun in another browser. Start again.')
    }
    const { pool, client } = cognito.pools.ofClient(flow.clientId)
    const username = form.get('username') ?? ''
    const again = (login: LoginFlow, problem?: string) =>
      showPage(
        cognito,
        { id, login, query: queryOf(login), cookies: [] },
        { username, ...(problem === undefined ? {} : { problem }) },
      )
    if (!offeredProviders(client).includes('COGNITO')) return errorPage('This client has no local users.')
    try {
      const user = flow.choosingPassword
        ? await choosePassword(pool, flow.choosingPassword, form.get('new_password') ?? '')
        : await checkPassword(cognito, pool, client, username, form.get('password') ?? '')
      if (user.status === 'FORCE_CHANGE_PASSWORD') {
        const choosing = { ...flow, choosingPassword: user.sub }
        cognito.flows.logins.put(id, choosing, LOGIN_LIFETIME_MS)
        return again(choosing)
      }
      cognito.flows.logins.delete(id)
      return signIn(cognito, flow, user)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      return again(flow, error.name === 'UserNotFoundException' ? WRONG_LOGIN : error.message)
    }
  }
