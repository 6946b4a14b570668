import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../../core/errors.ts'
import { ROLES } from '../../../core/organisations/role.ts'
import type { MembershipStore } from '../../../functions/stores/memberships.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let dynamodb: DynamoDBDocumentClient
let open: (client: DynamoDBDocumentClient) => Promise<{
  memberships: MembershipStore
  found(organisationId: string): Promise<void>
}>

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
  const { memberships } = await import('../../../functions/stores/memberships.ts')
  const { organisations } = await import('../../../functions/stores/organisations.ts')
  open = async (client) => ({
    memberships: memberships(client, 'configuration'),
    found: (organisationId) =>
      organisations(client, 'configuration').create({ organisationId, name: 'Acme', createdAt: 1 }, 'ada'),
  })
})

afterAll(() => stage.stop())

const MEMBERS = ['ada', 'bob', 'cy'] as const

const member = (memberId: string, role: (typeof ROLES)[number]) => ({
  memberId,
  role,
  email: `${memberId}@example.com`,
  name: null,
  joinedAt: 1,
})

const action = fc.record({
  kind: fc.constantFrom('change', 'change', 'remove', 'join'),
  memberId: fc.constantFrom(...MEMBERS),
  role: fc.constantFrom(...ROLES, 'owner' as const),
  /** The call of DynamoDB at which this one dies. */
  diesAt: fc.oneof(
    { weight: 2, arbitrary: fc.constant(99) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) },
  ),
})

/** Each call waits for its turn, which is drawn, and none comes through once its function is dead. */
const mortal = (diesAt: number, turn: () => Promise<void>): DynamoDBDocumentClient => {
  let calls = 0
  return {
    send: async (command: never) => {
      await turn()
      calls += 1
      if (calls >= diesAt) throw new Error('killed')
      return dynamodb.send(command)
    },
  } as unknown as DynamoDBDocumentClient
}

test('an organisation never loses its last owner, whoever acts at once and whatever dies on the way', async () => {
  let round = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(action, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      fc.scheduler(),
      async (waves, scheduler) => {
        round += 1
        const organisationId = `org_${String(round).padStart(16, '0')}`
        const { memberships: store, found } = await open(dynamodb)
        await found(organisationId)
        await store.join(organisationId, member('ada', 'owner'))
        await store.join(organisationId, member('bob', 'owner'))
        await store.join(organisationId, member('cy', 'admin'))
        for (const wave of waves) {
          const acts = wave.map(async ({ kind, memberId, role, diesAt }) => {
            const turn = () => scheduler.schedule(Promise.resolve(), memberId)
            const { memberships: own } = await open(mortal(diesAt, turn))
            if (kind === 'join') return own.join(organisationId, member(memberId, role))
            if (kind === 'remove') return own.remove(organisationId, memberId, async () => {})
            return own.changeRole(organisationId, memberId, async () => role)
          })
          const ends = await scheduler.waitFor(Promise.allSettled(acts))
          for (const end of ends) {
            if (end.status === 'rejected' && !(end.reason instanceof AppError)) {
              expect(end.reason).toMatchObject({ message: 'killed' })
            }
          }
          const roles = await Promise.all(MEMBERS.map((memberId) => store.roleIn(organisationId, memberId)))
          expect(roles).toContain('owner')
        }
      },
    ),
    { numRuns: 150 },
  )
}, 120_000)
