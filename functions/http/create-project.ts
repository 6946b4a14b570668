// POST /api/v1/projects: a project with its two keys, of which the secret one is shown this once.
import { randomBytes } from 'node:crypto'
import { API_KEY_RANDOM_BYTES, type ApiKey, type KeyKind, makeApiKey } from '../../core/keys/api-key.ts'
import { type CreatedProject, type CreateProject, createProjectSchema } from '../../core/projects/project.ts'
import { makeProjectId, PROJECT_ID_RANDOM_BYTES } from '../../core/projects/project-id.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { secretsManager } from '../runtime/clients/secrets-manager.ts'
import { readEnvironment } from '../runtime/env.ts'
import { created, type HttpAnswer } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type Member, member } from '../runtime/http/member-access.ts'
import { apiKeySecret } from '../stores/api-key-secret.ts'
import { apiKeys } from '../stores/api-keys.ts'
import { type ProjectStore, projects } from '../stores/projects.ts'

type Deps = {
  projects: Pick<ProjectStore, 'create' | 'addMember'>
  keys: { add(key: ApiKey, projectId: string, createdAt: number): Promise<void> }
  random: (bytes: number) => Uint8Array
  now: () => number
}

export const createProject =
  ({ projects, keys, random, now }: Deps) =>
  async ({ caller, body }: { caller: Member; body: CreateProject }): Promise<HttpAnswer> => {
    const makeKey = (kind: KeyKind): ApiKey => ({
      kind,
      environment: 'live',
      text: makeApiKey(kind, 'live', random(API_KEY_RANDOM_BYTES)),
    })
    const [publishable, secret] = [makeKey('publishable'), makeKey('secret')]
    const projectId = makeProjectId(random(PROJECT_ID_RANDOM_BYTES))
    const createdAt = now()
    const project = { ...body, projectId, createdAt, publishableKey: publishable.text }
    await projects.create(project)
    await Promise.all([keys.add(publishable, projectId, createdAt), keys.add(secret, projectId, createdAt)])
    // Last: a crash before leaves a project that nobody sees, and the next try makes a whole one.
    await projects.addMember(projectId, caller.memberId, 'owner', createdAt)
    return created({ project, secretKey: secret.text } satisfies CreatedProject)
  }

const env = readEnvironment(['CONFIGURATION_TABLE', 'API_KEY_SECRET_ID'])
const store = projects(dynamodb, env.CONFIGURATION_TABLE)

const keys = apiKeys({
  client: dynamodb,
  table: env.CONFIGURATION_TABLE,
  secret: apiKeySecret(secretsManager, env.API_KEY_SECRET_ID),
  projects: store,
  now: Date.now,
})

export const handler = http(
  { access: member, body: createProjectSchema },
  createProject({ projects: store, keys, random: randomBytes, now: Date.now }),
)
