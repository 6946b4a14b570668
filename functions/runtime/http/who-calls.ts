// Who calls: first whose token or key a request carries, later what that one may do here.
import type { Access } from '../../../core/api/operation.ts'
import { AppError } from '../../../core/errors.ts'
import { parseApiKey } from '../../../core/keys/api-key.ts'
import { organisationIdSchema } from '../../../core/organisations/organisation.ts'
import { type Role, reaches } from '../../../core/organisations/role.ts'
import { checkMay } from '../../../core/projects/check-may.ts'
import { MAY_ALL, maySee } from '../../../core/projects/may-see.ts'
import { originIsAllowed } from '../../../core/projects/origin.ts'
import { projectIdSchema } from '../../../core/projects/project-id.ts'
import type {
  InProject,
  KnownKey,
  Member,
  OrganisationMember,
  ProjectMember,
  ProjectServer,
  SiteUser,
  SiteVisitor,
} from './callers.ts'
import type { Gate } from './gate.ts'
import type { IncomingRequest } from './incoming-request.ts'
import { isUserToken } from './user-tokens.ts'

export type Identity =
  | { kind: 'nobody' }
  | { kind: 'member'; member: Member }
  | { kind: 'key'; key: KnownKey }
  | { kind: 'user'; user: SiteUser }

/** What a secret key may do in its own project. */
const ROLE_OF_SECRET_KEY: Role = 'analyst'

export const identify = async (
  gate: Gate,
  access: Access,
  { headers, query }: IncomingRequest,
): Promise<Identity> => {
  if (access.kind === 'open') return { kind: 'nobody' }
  if (access.kind === 'ingest') return { kind: 'key', key: await ingestKey(gate, headers, query) }
  const apiKey = headers['x-api-key']
  if (access.kind === 'server') return { kind: 'key', key: await secretKey(gate, apiKey ?? '', headers) }
  if (apiKey !== undefined && !headers['authorization']) {
    if (access.kind === 'user' && access.visitor && apiKey.startsWith('pk_')) {
      return { kind: 'key', key: await ingestKey(gate, headers, {}) }
    }
    if ((access.kind === 'project' || access.kind === 'user') && access.secretKey) {
      return { kind: 'key', key: await secretKey(gate, apiKey, headers) }
    }
  }
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(headers['authorization'] ?? '')?.[1]
  if (!token) throw new AppError('unauthorized', 401, 'Log in first.')
  if (access.kind === 'user' && (!access.member || isUserToken(token))) {
    return { kind: 'user', user: await gate.userOf(token) }
  }
  return { kind: 'member', member: await gate.memberOf(token) }
}

const ingestKey = async (
  gate: Gate,
  headers: Record<string, string>,
  query: Record<string, string>,
): Promise<KnownKey> => {
  const text = headers['x-api-key'] ?? query['k'] ?? ''
  if (text.startsWith('sk_')) return secretKey(gate, headers['x-api-key'] ?? '', headers)
  const key = parseApiKey(text)
  if (!key) throw invalidKey()
  const known = await gate.keyOf(key)
  const { origin } = headers
  // No Origin: an app or a server, which an origin cannot bind.
  if (origin !== undefined && !originIsAllowed(known.project.origins, origin)) {
    throw new AppError('origin-not-allowed', 403, 'This key may not be used from this origin.')
  }
  return known
}

/** In the header alone, since addresses are logged on their way; and never from a page, where anybody reads it. */
const secretKey = async (gate: Gate, text: string, headers: Record<string, string>): Promise<KnownKey> => {
  const key = parseApiKey(text)
  if (!key) throw invalidKey()
  if (key.kind !== 'secret') {
    throw new AppError(
      'wrong-key-kind',
      403,
      'A publishable key only sends events; use the secret one, sk_….',
    )
  }
  if (headers['origin'] !== undefined) {
    throw new AppError('secret-key-in-browser', 403, 'A secret key belongs on a server. Revoke this one.')
  }
  return gate.keyOf(key)
}

export const invalidKey = (): AppError =>
  new AppError('invalid-key', 401, 'The API key is missing or not one of ours.')

type Caller =
  | undefined
  | KnownKey
  | Member
  | OrganisationMember
  | ProjectMember
  | ProjectServer
  | SiteUser
  | SiteVisitor

export type Place = { organisationId?: unknown; projectId?: unknown }

/** `place` is what the request names: in its path first, then in its query, then in its body. */
export const authorize = async (
  gate: Gate,
  access: Access,
  identity: Identity,
  place: Place,
): Promise<Caller> => {
  if (identity.kind === 'nobody') return undefined
  if (identity.kind === 'user') return siteUser(gate, identity.user, place.projectId)
  if (identity.kind === 'key') {
    if (access.kind === 'ingest') return identity.key
    // What members may see says nothing of the project's own servers.
    const server = serverOf(identity.key, place.projectId)
    if (identity.key.kind === 'secret') return server
    return { projectId: server.projectId, publishableKeyId: server.keyId }
  }
  const { member } = identity
  if (access.kind === 'organisation') {
    const organisationId = parsed(organisationIdSchema, place.organisationId)
    const role = organisationId && (await gate.roleIn(organisationId, member.memberId))
    if (!organisationId || !role) {
      throw new AppError('organisation-not-found', 404, 'There is no such organisation.')
    }
    return { ...member, organisationId, role: enough(role, access.atLeast) }
  }
  const atLeast =
    access.kind === 'project' ? access.atLeast : access.kind === 'user' ? access.member : undefined
  if (!atLeast) return member
  const projectId = place.projectId ?? onlyOne(await gate.projectIdsOf(member.memberId))
  const found = await membershipIn(gate, projectId, member.memberId)
  const role = enough(found.role, atLeast)
  const sight = access.kind === 'project' || access.kind === 'user' ? access.sight : undefined
  if (sight) checkMay(found.may, sight)
  return { ...member, ...found, role }
}

/** The token outlives a project that is deleted. */
const siteUser = async (gate: Gate, user: SiteUser, named: unknown): Promise<SiteUser> => {
  if (named !== undefined && named !== user.projectId) throw noProject()
  if (!(await gate.placeOf(user.projectId))) throw noProject()
  return user
}

/** A foreign project and an unknown one are answered alike. */
export const membershipIn = async (
  gate: Pick<Gate, 'placeOf' | 'roleIn'>,
  named: unknown,
  memberId: string,
): Promise<InProject> => {
  const projectId = parsed(projectIdSchema, named)
  const place = projectId === undefined ? undefined : await gate.placeOf(projectId)
  const organisationId = place?.organisationId
  const role = organisationId && (await gate.roleIn(organisationId, memberId))
  if (!projectId || !place || !organisationId || !role) throw noProject()
  return { projectId, organisationId, role, retention: place.retention, may: maySee(role, place.access) }
}

const serverOf = ({ keyId, project }: KnownKey, named: unknown): ProjectServer => {
  const { projectId, organisationId, retention } = project
  if (named !== undefined && named !== projectId) throw noProject()
  return { projectId, organisationId, keyId, role: ROLE_OF_SECRET_KEY, retention, may: MAY_ALL }
}

const noProject = (): AppError => new AppError('project-not-found', 404, 'There is no such project.')

const enough = (role: Role, atLeast: Role): Role => {
  if (reaches(role, atLeast)) return role
  throw new AppError('forbidden', 403, `This needs the role ${atLeast}; yours is ${role}.`)
}

const onlyOne = ([projectId, ...others]: string[]): string => {
  if (projectId !== undefined && others.length === 0) return projectId
  throw new AppError('invalid-request', 400, 'The query is not what this route takes.', {
    fields: [{ field: 'projectId', message: 'is required unless you are a member of exactly one project' }],
  })
}

const parsed = (
  schema: { safeParse(value: unknown): { success: boolean; data?: string } },
  value: unknown,
): string | undefined => schema.safeParse(value).data
