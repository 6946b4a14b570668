// The members of an organisation, each with the role that may be given and the way out.
import { Avatar, Badge, Button, NativeSelect, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Membership } from '../../../../core/organisations/membership.ts'
import type { MemberOrganisation } from '../../../../core/organisations/organisation.ts'
import type { Role } from '../../../../core/organisations/role.ts'
import { changeRole, removeMember } from '../../api/commands.ts'
import { membersQuery } from '../../api/queries.ts'
import { refreshAccount } from '../../app/refresh-account.ts'
import { queryClient } from '../../app/services.ts'
import { useAccountChange } from '../../app/use-account-change.ts'
import { formatMoment } from '../../format/time.ts'
import { initialsOf } from '../../sessions/initials.ts'
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { mayRemove, rolesToGive } from '../offers.ts'
import { ROLE_HINTS, ROLE_LABELS } from '../role-names.ts'
import rows from '../rows.module.css'

type Props = { organisation: MemberOrganisation; members: Membership[]; memberId: string | undefined }
type Ask = { about: 'removal'; member: Membership } | { about: 'role'; member: Membership; role: Role }

export const MemberRows = ({ organisation, members, memberId = '' }: Props) => {
  const { organisationId, name: owner, role: mine } = organisation
  const me = { memberId, role: mine }
  const navigate = useNavigate()
  const [ask, setAsk] = useState<Ask | null>(null)
  const reread = () => queryClient.invalidateQueries(membersQuery(organisationId))
  const change = useMutation({
    mutationFn: ({ member, role }: { member: Membership; role: Role }) =>
      changeRole(organisationId, member.memberId, role),
    onSettled: reread,
  })
  const changeMine = useAccountChange((role: Role) => changeRole(organisationId, memberId, role))

  const choose = (member: Membership, role: Role) => {
    // Making an owner, or giving up one's own, is not taken back by the one who did it.
    if (role === 'owner' || member.memberId === memberId) setAsk({ about: 'role', member, role })
    else change.mutate({ member, role })
  }
  const remove = async (member: Membership) => {
    await removeMember(organisationId, member.memberId)
    if (member.memberId !== memberId) return reread()
    await refreshAccount()
    await navigate({ to: '/', search: { project: undefined } })
  }

  return (
    <>
      <ProblemAlert error={change.error} />
      <ul className={rows.rows}>
        {members.map((member) => {
          const called = member.name ?? member.email
          const self = member.memberId === memberId
          const given = rolesToGive(me, member, members)
          return (
            <li key={member.memberId} className={rows.row} data-member={member.memberId}>
              <Avatar size={34} color="iris" alt="">
                {initialsOf(called)}
              </Avatar>
              <div className={rows.words}>
                <div className={rows.names}>
                  <Text fw={600} component="span">
                    {called}
                  </Text>
                  {self && (
                    <Badge size="sm" variant="light" color="gray" tt="none">
                      You
                    </Badge>
                  )}
                </div>
                <Text size="xs" c="dimmed">
                  {member.name === null ? 'Joined ' : `${member.email}, joined `}
                  {formatMoment(member.joinedAt)}
                </Text>
              </div>
              <div className={rows.ends}>
                {given.length > 0 ? (
                  <NativeSelect
                    size="xs"
                    aria-label={`Role of ${called}`}
                    data={given.map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
                    value={
                      change.isPending && change.variables.member === member
                        ? change.variables.role
                        : member.role
                    }
                    disabled={change.isPending}
                    onChange={(event) => choose(member, event.currentTarget.value as Role)}
                  />
                ) : (
                  <Badge variant="light" color="gray" tt="none" title={ROLE_HINTS[member.role]}>
                    {ROLE_LABELS[member.role]}
                  </Badge>
                )}
                {mayRemove(me, member, members) && (
                  <Button
                    size="xs"
                    variant="subtle"
                    color="red"
                    aria-label={self ? `Leave ${owner}` : `Remove ${called}`}
                    onClick={() => setAsk({ about: 'removal', member })}
                  >
                    {self ? 'Leave' : 'Remove'}
                  </Button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {ask?.about === 'removal' && (
        <ConfirmDialog
          title={ask.member.memberId === memberId ? `Leave ${owner}?` : `Remove ${ask.member.email}?`}
          action={ask.member.memberId === memberId ? 'Leave' : 'Remove'}
          onConfirm={() => remove(ask.member)}
          onClose={() => setAsk(null)}
        >
          {ask.member.memberId === memberId
            ? 'You lose sight of all its projects at once.'
            : 'They lose sight of all its projects at once. To come back they need another invitation.'}
        </ConfirmDialog>
      )}
      {ask?.about === 'role' && (
        <ConfirmDialog
          title={
            ask.role === 'owner' ? `Make ${ask.member.email} an owner?` : `Become ${ROLE_LABELS[ask.role]}?`
          }
          action={ask.role === 'owner' ? 'Make an owner' : `Become ${ROLE_LABELS[ask.role]}`}
          onConfirm={async () => {
            if (ask.member.memberId === memberId) await changeMine.mutateAsync(ask.role)
            else await changeRole(organisationId, ask.member.memberId, ask.role)
            await reread()
          }}
          onClose={() => setAsk(null)}
        >
          {ask.role === 'owner'
            ? 'Owners may do everything, and may remove you.'
            : 'Only an owner can make you an owner again.'}
        </ConfirmDialog>
      )}
    </>
  )
}
