// Who may send events: a page or an app with a project's publishable key, from one of the project's origins.
import { AppError } from '../../../core/errors.ts'
import { type ApiKey, parseApiKey } from '../../../core/keys/api-key.ts'
import { originIsAllowed } from '../../../core/projects/origin.ts'
import type { Project } from '../../../core/projects/project.ts'
import type { Access } from './http.ts'

type KnownKeys = { projectOf(key: ApiKey): Promise<Project | undefined> }

export const publishableKey =
  (keys: KnownKeys): Access<Project> =>
  async ({ headers, query }) => {
    const key = parseApiKey(headers['x-api-key'] ?? query['k'] ?? '')
    if (key?.kind === 'secret') {
      throw new AppError('wrong-key-kind', 403, 'Events are sent with the publishable key, pk_….')
    }
    const project = key && (await keys.projectOf(key))
    if (!project) throw new AppError('invalid-key', 401, 'The API key is missing or not one of ours.')
    const { origin } = headers
    // No Origin: an app or a server, which an origin cannot bind.
    if (origin !== undefined && !originIsAllowed(project.origins, origin)) {
      throw new AppError('origin-not-allowed', 403, 'This key may not be used from this origin.')
    }
    return project
  }
