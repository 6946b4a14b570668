import { createHmac } from 'node:crypto'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApiKey, parseApiKey } from '../../core/keys/api-key.ts'
import { PROJECT_DEFAULTS } from '../../core/projects/project.ts'
import { crashAt } from './crash-at.ts'
import { type Stage, startStage } from './stage.ts'

const SECRET = 'a secret of forty characters, or nearly.'
const CREATED = 1_790_000_000_000

let stage: Stage
let dynamodb: DynamoDBDocumentClient
let projects: ReturnType<typeof import('../../functions/stores/projects.ts').projects>
let memberships: import('../../functions/stores/memberships.ts').MembershipStore
let keys: ReturnType<typeof import('../../functions/stores/api-keys.ts').apiKeys>
let steps: () => Promise<import('../../bin/migrate/migration.ts').Step[]>
let nth = 0

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../functions/runtime/clients/dynamodb.ts')).dynamodb
  projects = (await import('../../functions/stores/projects.ts')).projects(dynamodb, 'configuration')
  memberships = (await import('../../functions/stores/memberships.ts')).memberships(dynamodb, 'configuration')
  keys = (await import('../../functions/stores/api-keys.ts')).apiKeys({
    client: dynamodb,
    table: 'configuration',
    secret: async () => SECRET,
    now: () => CREATED,
  })
  const { organiseProjects } = await import('../../bin/migrate/organise-projects.ts')
  steps = () => organiseProjects.steps({ dynamodb, configuration: 'configuration' })
})
beforeEach(() => {
  nth++
})
afterAll(() => stage.stop())

const textOf = (kind: 'publishable' | 'secret', seed: number) =>
  makeApiKey(
    kind,
    'live',
    Uint8Array.from({ length: 60 }, (_, at) => (at * 7 + seed + nth * 13) % 240),
  )

/** A project as version 0.1 stored it: four rows. */
const putFirstVersion = async (seed: number, memberId: string) => {
  const { PutCommand } = await import('@aws-sdk/lib-dynamodb')
  const projectId = `prj_first${String(nth * 100 + seed).padStart(10, '0')}`
  const texts = { publishable: textOf('publishable', seed), secret: textOf('secret', seed + 1) }
  const rows = [
    {
      pk: `project#${projectId}`,
      sk: 'project',
      v: 1,
      projectId,
      name: 'Shop',
      origins: ['https://shop.example'],
      createdAt: CREATED,
      publishableKey: texts.publishable,
    },
    { pk: `member#${memberId}`, sk: `project#${projectId}`, v: 1, role: 'owner', joinedAt: CREATED },
    ...(['publishable', 'secret'] as const).map((kind) => ({
      pk: `key#${createHmac('sha256', SECRET).update(texts[kind]).digest('hex')}`,
      sk: 'key',
      v: 1,
      projectId,
      kind,
      createdAt: CREATED,
    })),
  ]
  for (const Item of rows) await dynamodb.send(new PutCommand({ TableName: 'configuration', Item }))
  return { projectId, texts }
}

const migrate = async (): Promise<void> => {
  for (const step of await steps()) await step.run()
}

const expectWhole = async (memberId: string, made: Awaited<ReturnType<typeof putFirstVersion>>[]) => {
  const [belongsTo, ...others] = await memberships.ofMember(memberId)
  expect(others).toEqual([])
  expect(belongsTo?.role).toBe('owner')
  const organisationId = belongsTo?.organisationId ?? ''
  const found = await projects.ofOrganisation(organisationId)
  expect(found.map(({ projectId }) => projectId).sort()).toEqual(
    made.map(({ projectId }) => projectId).sort(),
  )
  for (const { projectId, texts } of made) {
    expect(await projects.find(projectId)).toEqual({
      ...PROJECT_DEFAULTS,
      projectId,
      organisationId,
      name: 'Shop',
      origins: ['https://shop.example'],
      createdAt: CREATED,
    })
    expect((await keys.list(projectId)).map(({ kind, text }) => [kind, text]).sort()).toEqual([
      ['publishable', texts.publishable],
      ['secret', null],
    ])
    for (const kind of ['publishable', 'secret'] as const) {
      const key = parseApiKey(texts[kind])
      if (!key) throw new Error('the fixture has no key')
      expect(await keys.known(key)).toMatchObject({ kind, project: { projectId } })
    }
  }
  expect(await steps()).toEqual([])
}

test('projects of version 0.1 belong to an organisation of their member, whole, and their keys work', async () => {
  const made = [await putFirstVersion(1, 'ada'), await putFirstVersion(2, 'ada')]
  const other = await putFirstVersion(3, 'bob')
  await migrate()
  await expectWhole('ada', made)
  await expectWhole('bob', [other])
})

test('killed before any of its writes and run again, it ends the same', async () => {
  for (let write = 1, crashed = true; crashed; write += 1) {
    const member = `member-${write}`
    const made = await putFirstVersion(write, member)
    crashed = await crashAt(dynamodb, write, migrate).then(
      () => false,
      () => true,
    )
    await migrate()
    await expectWhole(member, [made])
  }
})

test('a look at what is left changes nothing', async () => {
  const { projectId } = await putFirstVersion(1, 'eve')
  const left = await steps()
  expect(left.map(({ says }) => says)).toEqual([
    `project ${projectId} → an organisation of member eve, with 2 keys`,
  ])
  expect(await steps()).toHaveLength(1)
  await migrate()
  expect(await steps()).toEqual([])
})
