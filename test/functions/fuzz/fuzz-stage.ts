// Throws generated requests at every function, and holds each answer and each log line to what was promised.
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import { expect, vi } from 'vitest'
import { type Operation, routeOf } from '../../../core/api/operation.ts'
import { operations } from '../../../core/api/operations.ts'
import { problemSchema } from '../../../core/api/problem.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import type { Tokens } from '../../../core/members/login.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { HttpEvent } from '../../../functions/runtime/http/incoming-request.ts'
import { makeWorld } from '../access/world.ts'
import { checkAnswer } from '../check-answer.ts'
import { replyTo } from '../invocations.ts'
import { MEMBER } from '../user-pool.ts'
import { startWholeApi } from '../whole-api.ts'
import { credentialsOf } from './callers.ts'
import { requestsOf, strayRequests } from './requests.ts'
import type { Known } from './schema-values.ts'

/** The same requests each time; another number brings others. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_126)

export const startFuzzStage = async () => {
  const api = await startWholeApi()
  const world = await makeWorld(api)
  await world.recordSession()
  // What may be spoiled: the rest stays as it is, so that later requests still find it.
  const spare = await world.create(world.owner, 'Spare')
  const doomed = await world.create(world.owner, 'Doomed')
  const victim = await world.join(world.fresh('victim'), 'viewer')
  const { invitation, token } = await world.invite('somebody@shop.example')
  const query = { projectId: spare.projectId }
  const { keys } = (await api.ask('listKeys', { memberId: world.owner, query })).body as {
    keys: ProjectKey[]
  }
  const refreshTokens = await refreshTokensOf(api.ask)
  await api.ask('register', { body: { email: 'waiting@shop.example', password: MEMBER.password } })
  const { client, userPoolId: UserPoolId } = api.pool
  const [Username, TemporaryPassword] = ['made@shop.example', 'A-passing-0ne.']
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword }))
  const asked = await api.ask('logIn', { body: { email: Username, password: TemporaryPassword } })
  const { session } = asked.body as { session: string }
  const cursors = await cursorsOf(api.ask, world)
  const credentials = await credentialsOf(world.owner, world)

  const projectsFor = (id: string): string[] => {
    if (id === 'deleteProject') return [doomed.projectId, world.other.projectId]
    if (id === 'updateProject' || id.endsWith('Key'))
      return [spare.projectId, spare.projectId, world.other.projectId]
    return [world.projectId, world.projectId, spare.projectId, world.other.projectId]
  }
  const knownTo = ({ id }: Operation): Known => ({
    organisationId: [world.organisationId, spare.organisationId, world.other.organisationId],
    projectId: projectsFor(id),
    keyId: keys.map(({ keyId }) => keyId),
    memberId: [victim, 'nobody-there'],
    invitationId: [invitation.invitationId],
    sessionId: [world.sessionId],
    cursor: cursors,
    token: [token],
    timeZone: ['UTC', 'Europe/Oslo', 'Nowhere/At-All'],
    email: [MEMBER.email, 'waiting@shop.example', 'nobody@shop.example'],
    password: [MEMBER.password, 'Planted-passw0rd.', 'planted-weak'],
    code: ['000000', '123456', 'planted-code'],
    session: [session, 'planted-session-that-is-none'],
    refreshToken: refreshTokens,
    limit: ['1', '20', '100'],
    k: [world.publishableKey],
    days: ['1', '90'],
    deep: ['0', '1'],
    next: ['/sessions'],
  })

  const lines: string[] = []
  for (const method of ['log', 'warn', 'error', 'info'] as const)
    vi.spyOn(console, method).mockImplementation((...said: unknown[]) => {
      lines.push(said.join(' '))
    })
  const statuses: Record<number, number> = {}

  const throwAt = async (handler: HttpFunction, operation: Operation | undefined, event: HttpEvent) => {
    const reply = await replyTo(handler, event)
    statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(500)
    expect(reply.headers['x-content-type-options']).toBe('nosniff')
    if (operation) checkAnswer(operation, reply, event.routeKey)
    if (reply.status < 400) return
    expect(reply.headers['content-type']).toBe('application/problem+json')
    expect(problemSchema.parse(reply.body).status).toBe(reply.status)
  }

  const assertAll = (
    requests: fc.Arbitrary<HttpEvent>,
    numRuns: number,
    each: (event: HttpEvent) => Promise<void>,
  ) =>
    // The world changes with each request: a smaller one would not fail for the same reason.
    fc.assert(fc.asyncProperty(requests, each), { seed: SEED, numRuns, endOnFailure: true })

  return {
    statuses,
    fuzz: async (operation: Operation, numRuns: number): Promise<void> => {
      const handler = Object.values(api.functions).find((one) => one.operations.includes(operation))
      if (!handler) throw new Error(`No function does ${operation.id}.`)
      const requests = requestsOf(operation, knownTo(operation), credentials)
      await assertAll(requests, numRuns, (event) => throwAt(handler, operation, event))
    },
    fuzzNoRoute: async (numRuns: number): Promise<void> => {
      const requests = strayRequests(operations.map(routeOf), credentials)
      const handler = api.functions['no-route'] as HttpFunction
      await assertAll(requests, numRuns, (event) => throwAt(handler, undefined, event))
    },
    /** Of as many lines as there were answers. */
    expectNothingSecretLogged: () => {
      const log = lines.join('\n')
      expect(lines.length).toBeGreaterThanOrEqual(
        Object.values(statuses).reduce((sum, count) => sum + count, 0),
      )
      const secrets = [
        'planted',
        token,
        session,
        ...refreshTokens,
        MEMBER.password,
        ...cursors,
        ...credentials.secrets,
        '@',
        world.sessionId,
      ]
      expect(secrets.filter((secret) => log.includes(secret))).toEqual([])
    },
    stop: api.stop,
  }
}

type Ask = Awaited<ReturnType<typeof startWholeApi>>['ask']

/** One that is good, one that was good once, and none. */
const refreshTokensOf = async (ask: Ask): Promise<string[]> => {
  const logIn = async () => ((await ask('logIn', { body: MEMBER })).body as Tokens).refreshToken
  const [good, ended] = [await logIn(), await logIn()]
  await ask('logOut', { body: { refreshToken: ended } })
  return [good, ended, 'planted-refresh-token', `${good.slice(0, -4)}AAAA`]
}

/** A true one of two lists, one of another organisation's, and what somebody may make of them. */
const cursorsOf = async (ask: Ask, world: Awaited<ReturnType<typeof makeWorld>>): Promise<string[]> => {
  const first = async (memberId: string, organisationId: string) => {
    const { body } = await ask('listAuditLog', {
      memberId,
      params: { organisationId },
      query: { limit: '1' },
    })
    return (body as { nextCursor: string }).nextCursor
  }
  const own = await first(world.owner, world.organisationId)
  const theirs = await first(`${world.asCaller.stranger.memberId}`, world.other.organisationId)
  const [payload = '', signature = ''] = own.split('.')
  const forgedPayload = Buffer.from('"9999999999999#planted-in-a-cursor"').toString('base64url')
  return [
    own,
    theirs,
    `${forgedPayload}.${signature}`,
    `${payload}.`,
    `${payload}.${signature}A`,
    `${payload}.${signature}.${signature}`,
    `${payload}`,
    `.${signature}`,
    `${'A'.repeat(500)}.${signature}`,
    `${payload}=.${signature}`,
  ]
}
