import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ORGANISATION_MAX_PROJECTS } from '../../../core/limits.ts'
import type { Role } from '../../../core/organisations/role.ts'
import { type CreatedProject, type MemberProject, PROJECT_DEFAULTS } from '../../../core/projects/project.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { makeOrganisation, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let dynamodb: DynamoDBDocumentClient
let accounts: Awaited<ReturnType<typeof accountsClient>>

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
  accounts = await accountsClient()
})

afterAll(() => stage.stop())

let used = 0
const person = (name: string): string => {
  used += 1
  return `${name}${used}`
}

const create = (memberId: string, parts: object = {}) =>
  accounts.ask(memberId, 'createProject', {
    body: { name: 'Shop', origins: ['https://Shop.example'], ...parts },
  })

const update = (memberId: string, projectId: string, body: object) =>
  accounts.ask(memberId, 'updateProject', { params: { projectId }, body })

const projectsOf = async (memberId: string) =>
  ((await accounts.ask(memberId, 'listProjects')).body as { projects: MemberProject[] }).projects

const get = async (memberId: string, projectId: string) =>
  ((await accounts.ask(memberId, 'getProject', { params: { projectId } })).body as { project: MemberProject })
    .project

test('a new project has its settings and two keys, of which the secret one is shown this once', async () => {
  const ada = person('ada')
  const { organisationId } = await makeOrganisation(ada)
  const reply = await create(ada, { timeZone: 'Europe/Oslo' })
  const { project, secretKey } = reply.body as CreatedProject
  expect(reply.status).toBe(201)
  expect(project).toMatchObject({
    ...PROJECT_DEFAULTS,
    organisationId,
    origins: ['https://shop.example'],
    timeZone: 'Europe/Oslo',
    role: 'owner',
    publishableKey: expect.stringMatching(/^pk_live_/),
  })
  expect(secretKey).toMatch(/^sk_live_/)
  expect(await projectsOf(ada)).toEqual([project])
  expect(await get(ada, project.projectId)).toEqual(project)
  const { keys } = (await accounts.ask(ada, 'listKeys')).body as { keys: { name: string; text: unknown }[] }
  expect(Object.fromEntries(keys.map(({ name, text }) => [name, text]))).toEqual({
    Website: project.publishableKey,
    Server: null,
  })
})

test('a project goes to the organisation that is named, or to the only one', async () => {
  const [ada, bob] = [person('ada'), person('bob')]
  expect(await create(ada)).toMatchObject({ status: 409, body: { code: 'no-organisation' } })
  const first = await makeOrganisation(ada)
  expect((await create(ada)).body).toMatchObject({ project: { organisationId: first.organisationId } })
  const second = await makeOrganisation(ada)
  expect((await create(ada)).body).toMatchObject({ errors: [{ field: 'organisationId' }] })
  const { organisationId } = second
  expect((await create(ada, { organisationId })).body).toMatchObject({ project: { organisationId } })
  const foreign = await create(bob, { organisationId })
  expect(foreign).toMatchObject({ status: 404, body: { code: 'organisation-not-found' } })
  expect((await create(bob, { organisationId: 'org_0000000000000000' })).body).toEqual(foreign.body)
  await accounts.join(organisationId, ada, bob, 'analyst')
  expect(await create(bob)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await create(ada, { organisationId, name: ' ', origins: ['shop'] })).body).toMatchObject({
    errors: [{ field: 'name' }, { field: 'origins.0' }],
  })
})

test('the projects of all organisations are listed, oldest first, each with the role there', async () => {
  const [ada, bob] = [person('ada'), person('bob')]
  const made = await makeProject(ada, 'One')
  await accounts.join(made.organisationId, ada, bob, 'viewer')
  const own = await makeProject(bob, 'Two')
  expect((await projectsOf(bob)).map(({ projectId, role }) => [projectId, role])).toEqual([
    [made.projectId, 'viewer'],
    [own.projectId, 'owner'],
  ])
  expect(await projectsOf(person('nobody'))).toEqual([])
})

test('what an update names changes, and the rest stays', async () => {
  const ada = person('ada')
  const { projectId } = await makeProject(ada)
  const before = await get(ada, projectId)
  const changes = {
    retention: { replayDays: 7, eventDays: 30 },
    masking: { inputs: false, text: true },
    recording: { ...PROJECT_DEFAULTS.recording, sampleRate: 0.25, mode: 'on_error' },
    screenshots: { enabled: false, sampleRate: 0 },
    limits: { ingest: { perSecond: 50, burst: 500 } },
  }
  const reply = await update(ada, projectId, changes)
  expect(reply).toMatchObject({ status: 200, body: { project: { ...before, ...changes } } })
  expect(await get(ada, projectId)).toEqual({ ...before, ...changes })
  for (const [body, field] of [
    [{}, 'body'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ retention: { replayDays: 0, eventDays: 30 } }, 'retention.replayDays'],
    [{ recording: { ...PROJECT_DEFAULTS.recording, sampleRate: 1.5 } }, 'recording.sampleRate'],
    [{ screenshots: { enabled: true } }, 'screenshots.sampleRate'],
    [{ name: 'X', projectId: 'prj_0000000000000000' }, 'body'],
    [{ name: 'X', organisationId: 'org_0000000000000000' }, 'body'],
  ] as const) {
    expect((await update(ada, projectId, body)).body, field).toMatchObject({ errors: [{ field }] })
  }
})

test('two who change different settings at once both get their way', async () => {
  const ada = person('ada')
  const { projectId } = await makeProject(ada)
  const changes = [
    { name: 'New' },
    { timeZone: 'Asia/Tokyo' },
    { ingest: false },
    { fullAddresses: true },
    { origins: ['*'] },
  ]
  await Promise.all(changes.map((change) => update(ada, projectId, change)))
  expect(await get(ada, projectId)).toMatchObject(Object.assign({}, ...changes))
})

test('each role may what it may, and a foreign project and an unknown one look the same', async () => {
  const ada = person('ada')
  const { organisationId, projectId } = await makeProject(ada)
  const eve = person('eve')
  await makeProject(eve)
  const members: Partial<Record<Role, string>> = {}
  for (const role of ['viewer', 'analyst', 'admin'] as const) {
    const memberId = person(role)
    await accounts.join(organisationId, ada, memberId, role)
    members[role] = memberId
  }
  const asks = {
    getProject: ['viewer', {}],
    showUsage: ['viewer', {}],
    listKeys: ['analyst', {}],
    updateProject: ['admin', { body: { name: 'X' } }],
    createKey: ['admin', { body: { name: 'X' } }],
  } as const
  const roles = ['viewer', 'analyst', 'admin'] as const
  const place = (to: string, id: string) =>
    to.endsWith('Key') || to.endsWith('Keys') ? { query: { projectId: id } } : { params: { projectId: id } }
  for (const [to, [atLeast, parts]] of Object.entries(asks)) {
    for (const role of roles) {
      const { status } = await accounts.ask(members[role] ?? '', to, { ...parts, ...place(to, projectId) })
      const allowed = roles.indexOf(role) >= roles.indexOf(atLeast)
      expect(status < 300, `${role} ${to} ${status}`).toBe(allowed)
      if (!allowed) expect(status).toBe(403)
    }
    const foreign = await accounts.ask(eve, to, { ...parts, ...place(to, projectId) })
    const unknown = await accounts.ask(eve, to, { ...parts, ...place(to, 'prj_0000000000000000') })
    expect(foreign, to).toMatchObject({ status: 404, body: { code: 'project-not-found' } })
    expect(unknown.body, to).toEqual(foreign.body)
  }
  const remove = (memberId: string) => accounts.ask(memberId, 'deleteProject', { params: { projectId } })
  expect((await remove(members.admin ?? '')).status).toBe(403)
  expect((await remove(eve)).status).toBe(404)
})

test('a deleted project is gone for everybody at once', async () => {
  const ada = person('ada')
  const { projectId } = await makeProject(ada)
  const kept = await makeProject(ada, 'Kept')
  const ask = (to: string) => accounts.ask(ada, to, { params: { projectId } })
  expect((await ask('deleteProject')).status).toBe(204)
  for (const to of ['getProject', 'deleteProject', 'showUsage']) {
    expect(await ask(to)).toMatchObject({ status: 404, body: { code: 'project-not-found' } })
  }
  expect((await projectsOf(ada)).map((project) => project.projectId)).toEqual([kept.projectId])
  expect((await accounts.ask(ada, 'listKeys')).status).toBe(200)
})

test('an organisation has a hundred projects at most, deleted ones left out', async () => {
  const ada = person('ada')
  const { organisationId } = await makeOrganisation(ada)
  const { projects } = await import('../../../functions/stores/projects.ts')
  const store = projects(dynamodb, 'configuration')
  for (let n = 0; n < ORGANISATION_MAX_PROJECTS; n++) {
    const projectId = `prj_${ada}${String(n).padStart(12, '0')}`
    await store.create({ ...PROJECT_DEFAULTS, projectId, organisationId, name: `P${n}`, createdAt: n })
  }
  const listed = await projectsOf(ada)
  expect(listed.map(({ name }) => name)).toEqual(
    Array.from({ length: ORGANISATION_MAX_PROJECTS }, (_, n) => `P${n}`),
  )
  expect(await create(ada)).toMatchObject({ status: 409, body: { code: 'too-many-projects' } })
  await accounts.ask(ada, 'deleteProject', { params: { projectId: listed[0]?.projectId ?? '' } })
  expect((await create(ada)).status).toBe(201)
})

test('a crash at any write leaves no half project, and a deletion that is none or whole', async () => {
  for (let nth = 1, crashed = true; crashed; nth++) {
    const ada = person('ada')
    await makeOrganisation(ada)
    const first = await crashAt(dynamodb, nth, () => create(ada))
    if (first.crashed) {
      expect(first.result.status).toBe(500)
      expect(await projectsOf(ada)).toEqual([])
      expect((await create(ada)).status).toBe(201)
    }
    const [project, ...others] = await projectsOf(ada)
    expect(others).toEqual([])
    expect(project?.publishableKey).toMatch(/^pk_live_/)

    const remove = () =>
      accounts.ask(ada, 'deleteProject', { params: { projectId: project?.projectId ?? '' } })
    const second = await crashAt(dynamodb, nth, remove)
    if (second.crashed) expect([204, 404]).toContain((await remove()).status)
    expect(await projectsOf(ada)).toEqual([])
    crashed = first.crashed || second.crashed
  }
})
