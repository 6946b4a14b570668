// What the recipe asks before a handler is called. The functions' own gate is made in functions/gate/.
import type { ApiKey } from '../../../core/keys/api-key.ts'
import type { Role } from '../../../core/organisations/role.ts'
import type { Seal } from '../../../core/paging/cursor.ts'
import type { Project } from '../../../core/projects/project.ts'
import type { Policies, Policy, ProjectLimits } from '../../../core/rate-limits/policies.ts'
import type { Verdict } from '../../../core/rate-limits/verdict.ts'
import type { HttpAnswer } from './answer.ts'
import type { KnownKey, Member, SiteUser } from './callers.ts'

export type Gate = {
  /** Whether a request came by the edge, which alone tells the truth about the viewer. */
  cameByEdge(headers: Record<string, string>): Promise<boolean>

  /** Throws unless it is an access token of ours that has not ended. */
  memberOf(accessToken: string): Promise<Member>
  /** Throws unless it is a user token of ours that has not ended. */
  userOf(userToken: string): Promise<SiteUser>
  /** Throws unless it is known and works. */
  keyOf(key: ApiKey): Promise<KnownKey>
  roleIn(organisationId: string, memberId: string): Promise<Role | undefined>
  /** Whose it is, for how long it keeps what it has, and what it lets its members see. */
  placeOf(projectId: string): Promise<Pick<Project, 'organisationId' | 'retention' | 'access'> | undefined>
  projectIdsOf(memberId: string): Promise<string[]>

  /** Of the stage, as far as a project has none of its own. */
  policiesFor(project?: ProjectLimits): Policies
  limits: {
    take(policy: Policy, principal: string, cost?: number): Promise<Verdict>
    leased(policy: Policy, principal: string, cost: number): Promise<Verdict>
    giveBack(policy: Policy, principal: string, cost?: number): Promise<boolean>
  }
  /** A server used this key; the ingest counts for itself, since it knows the events. */
  countUsed(key: KnownKey): Promise<void>
  /** A limit refused a request of this key. */
  countRefused(key: KnownKey): Promise<void>
  /** Stands for a viewer's address in what is kept: nobody can read the address out of it. */
  nameOfAddress(address: string): Promise<string>

  seal(): Promise<Seal>
  /** Origins beside our own whose pages may call the API. */
  origins: string[]
  idempotency: Idempotency
}

export type Idempotency = {
  /** Answers what an earlier request with this key was answered, or undefined when this one is the first. */
  claim(scope: string, key: string, fingerprint: string): Promise<HttpAnswer | undefined>
  complete(scope: string, key: string, fingerprint: string, answer: HttpAnswer): Promise<void>
  /** After a failure: the next try is a first one again. */
  release(scope: string, key: string): Promise<void>
}
