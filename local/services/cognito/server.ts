// Cognito user pools on the loopback: the API for the SDK, the keys for whoever verifies tokens, the login pages.
import { answerJson, type JsonService, listen, readBody } from '../json-service.ts'
import type { Service } from '../service.ts'
import { codes, type Message } from './codes.ts'
import type { Challenge, Cognito } from './cognito.ts'
import { expiringMap } from './expiring-map.ts'
import { lockout } from './lockout.ts'
import { loginFlows } from './login/flows.ts'
import type { LoginAnswer } from './login/reply.ts'
import { loginRoutes } from './login/routes.ts'
import { adminUserOperations } from './operations/admin-users.ts'
import { clientOperations } from './operations/clients.ts'
import { groupOperations } from './operations/groups.ts'
import { initiateAuthOperations } from './operations/initiate-auth.ts'
import { listUsersOperation } from './operations/list-users.ts'
import { ownAccountOperations } from './operations/own-account.ts'
import { passwordResetOperations } from './operations/password-reset.ts'
import { poolOperations } from './operations/pools.ts'
import { providerOperations } from './operations/providers-and-domains.ts'
import { refreshTokenOperations } from './operations/refresh-tokens.ts'
import { respondToAuthChallengeOperations } from './operations/respond-to-auth-challenge.ts'
import { signUpOperations } from './operations/sign-up.ts'
import { openPools } from './pools.ts'
import { jwks } from './tokens.ts'
import { type InvokeFunction, triggers } from './triggers.ts'

export type CognitoOptions = {
  directory: string
  region: string
  port?: number
  now?: () => number
  /** Told of every code and invitation that AWS would mail. */
  onMessage?: (message: Message) => void
  /** Where browsers reach the login pages, when that is not this service's own address. */
  publicUrl?: string
  /** Runs the functions that pools name as their triggers. */
  invoke?: InvokeFunction
}

export type CognitoService = Service & {
  jwks(userPoolId: string): ReturnType<typeof jwks>
  /** The newest hundred messages, oldest first. */
  messages(): Message[]
}

/** What a browser may call without AWS credentials. */
const unsignedOperations = (cognito: Cognito) => ({
  ...signUpOperations(cognito),
  ...passwordResetOperations(cognito),
  ...ownAccountOperations(cognito),
  ...refreshTokenOperations(cognito),
})

const UNSIGNED_LOGIN = ['InitiateAuth', 'RespondToAuthChallenge']

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-expose-headers': 'x-amzn-errortype, x-amzn-requestid',
}

export const startCognito = async (options: CognitoOptions): Promise<CognitoService> => {
  const { directory, region, port, now = Date.now, onMessage = () => {} } = options
  const pools = await openPools({ directory, region, now })
  let ownUrl = ''
  const cognito: Cognito = {
    pools,
    codes: codes(now, onMessage),
    lockout: lockout(now),
    challenges: expiringMap<Challenge>(now),
    flows: loginFlows(now),
    triggers: triggers(region, options.invoke),
    publicUrl: () => options.publicUrl ?? ownUrl,
    now,
  }
  const open = unsignedOperations(cognito)
  const api: JsonService = {
    target: 'AWSCognitoIdentityProviderService',
    operations: {
      ...open,
      ...poolOperations(cognito),
      ...clientOperations(cognito),
      ...providerOperations(cognito),
      ...groupOperations(cognito),
      ...adminUserOperations(cognito),
      ...listUsersOperation(cognito),
      ...initiateAuthOperations(cognito),
      ...respondToAuthChallengeOperations(cognito),
    },
    unsigned: new Set([...Object.keys(open), ...UNSIGNED_LOGIN]),
    saved: pools.saved,
  }
  const pages = loginRoutes(cognito)
  const answerPage = async (request: Parameters<typeof readBody>[0]): Promise<LoginAnswer> => {
    try {
      const answer = await pages({
        method: request.method ?? 'GET',
        url: new URL(request.url ?? '/', 'http://127.0.0.1'),
        headers: request.headers,
        body: await readBody(request),
      })
      await pools.saved()
      return answer
    } catch (error) {
      console.error('A login page failed', error)
      return { status: 500, body: 'Something went wrong.' }
    }
  }

  const service = await listen(async (request, response) => {
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value)
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    if (request.headers['x-amz-target']) {
      await answerJson(api, request, response)
      return
    }
    const { status, headers, body } = await answerPage(request)
    response.writeHead(status, headers).end(body)
  }, port)
  ownUrl = service.url

  return {
    url: service.url,
    stop: async () => {
      await service.stop()
      await pools.close()
    },
    jwks: (userPoolId) => jwks(pools.get(userPoolId)),
    messages: () => cognito.codes.messages(),
  }
}
