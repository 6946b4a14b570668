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

/** A user of the site, as the site's own server named it. */
export type SiteUser = {
  projectId: string
  userId: string
  username: string | null
  /** Milliseconds since 1970 of its login, where that was one of ours and not the site's own server's word. */
  loggedInAt?: number
}

/** Somebody on the site who has no name there; which visitor, only its own word says. */
export type SiteVisitor = { projectId: string; publishableKeyId: string }

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
          : A extends { kind: 'project' }
            ? ProjectMember
            : A extends { kind: 'server' }
              ? ProjectServer
              : OfUser<A>

/** Told apart by what they have: only a user has a `userId`, only a member a `memberId`, only a server a `keyId`. */
type OfUser<A extends Access> =
  | SiteUser
  | (A extends { secretKey: true } ? ProjectServer : never)
  | (A extends { member: Role } ? ProjectMember : never)
  | (A extends { visitor: true } ? SiteVisitor : never)
