// Who a handler is called by, for each kind of access that an operation may name.
import type { Access } from '../../../core/api/operation.ts'
import type { KeyKind } from '../../../core/keys/api-key.ts'
import type { Role } from '../../../core/organisations/role.ts'
import type { May } from '../../../core/projects/may-see.ts'
import type { Project } from '../../../core/projects/project.ts'

/** `memberId` is Cognito's `sub`; `username` is what its admin calls know a member by. */
export type Member = { memberId: string; username: string }

export type OrganisationMember = Member & { organisationId: string; role: Role }

export type InProject = {
  projectId: string
  organisationId: string
  role: Role
  /** As the project has it now: what is past it is not there for a reader. */
  retention: Project['retention']
  /** What the project lets the role see. */
  may: May
}

export type ProjectMember = Member & InProject

/** A server with the project's secret key: it reads as an analyst does. */
export type ProjectServer = InProject & { keyId: string }

/** A key that is known and works. */
export type KnownKey = { keyId: string; kind: KeyKind; project: Project }

export type CallerOf<A extends Access> = A extends { kind: 'open' }
  ? undefined
  : A extends { kind: 'ingest' }
    ? KnownKey
    : A extends { kind: 'member' }
      ? Member
      : A extends { kind: 'organisation' }
        ? OrganisationMember
        : A extends { kind: 'project'; secretKey: true }
          ? ProjectMember | ProjectServer
          : ProjectMember
