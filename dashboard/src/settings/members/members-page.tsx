// Who belongs to an organisation, and who is invited.
import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { invitationsQuery, membersQuery, meQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import { useOrganisation } from '../of-project.tsx'
import { offers } from '../offers.ts'
import { QuerySection } from '../query-section.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { InvitationRows } from './invitation-rows.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberRows } from './member-rows.tsx'

export const MembersPage = () => {
  const organisation = useOrganisation()
  const { organisationId, name, role } = organisation
  useTitle('Members', name)
  const [inviting, setInviting] = useState(false)
  const offered = offers(role)
  const members = useQuery(membersQuery(organisationId))
  const me = useQuery(meQuery)
  const invitations = useQuery({ ...invitationsQuery(organisationId), enabled: offered.seeInvitations })

  return (
    <SettingsPage
      title="Members"
      text={`They see all projects of ${name}.`}
      action={
        offered.invite && (
          <Button
            leftSection={<IconUserPlus size={16} aria-hidden="true" />}
            onClick={() => setInviting(true)}
          >
            Invite
          </Button>
        )
      }
    >
      <QuerySection title="Members" query={members}>
        {({ members: all }) => (
          <MemberRows organisation={organisation} members={all} memberId={me.data?.member.memberId} />
        )}
      </QuerySection>
      {offered.seeInvitations && (
        <QuerySection
          title="Invitations"
          hint="Not taken up yet. The link is shown when it is made; if it is lost, invite again: that makes a new one."
          query={invitations}
        >
          {({ invitations: all }) => <InvitationRows invitations={all} />}
        </QuerySection>
      )}
      {inviting && (
        <InviteDialog organisationId={organisationId} role={role} onClose={() => setInviting(false)} />
      )}
    </SettingsPage>
  )
}
