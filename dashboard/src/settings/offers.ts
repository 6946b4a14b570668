// What is offered to a member, by role: what the API would refuse is not on the screen.
import type { Role } from '../../../core/organisations/role.ts'
import { ROLES, reaches } from '../members/roles.ts'

export const offers = (role: Role) => {
  const admin = reaches(role, 'admin')
  return {
    shareViews: reaches(role, 'analyst'),
    pinSessions: reaches(role, 'analyst'),
    shareSessions: reaches(role, 'analyst'),
    exportSessions: reaches(role, 'analyst'),
    importRecordings: reaches(role, 'analyst'),
    writeNotes: reaches(role, 'analyst'),
    deleteNotes: admin,
    cutHighlights: reaches(role, 'analyst'),
    deleteHighlights: admin,
    seeKeys: reaches(role, 'analyst'),
    changeKeys: admin,
    changeProject: admin,
    createProject: admin,
    deleteProject: role === 'owner',
    renameOrganisation: admin,
    seeInvitations: admin,
    invite: admin,
    seeAuditLog: admin,
    seeWatchers: admin,
    erasePeople: admin,
    seeQuarantine: admin,
  }
}

type Member = { memberId: string; role: Role }

const isLastOwner = (member: Member, members: Member[]): boolean =>
  member.role === 'owner' && members.filter(({ role }) => role === 'owner').length === 1

/** Roles that one may give to somebody; none where it is not one's to change. */
export const rolesToGive = (me: Member, target: Member, members: Member[]): Role[] => {
  if (isLastOwner(target, members)) return []
  if (me.role === 'owner') return [...ROLES]
  if (me.role !== 'admin' || target.role === 'owner' || target.memberId === me.memberId) return []
  return ROLES.filter((role) => role !== 'owner')
}

export const rolesToInvite = (mine: Role): Role[] => ROLES.filter((role) => reaches(mine, role))

/** Oneself counts: that is leaving. */
export const mayRemove = (me: Member, target: Member, members: Member[]): boolean => {
  if (isLastOwner(target, members)) return false
  if (me.memberId === target.memberId || me.role === 'owner') return true
  return me.role === 'admin' && target.role !== 'owner'
}
