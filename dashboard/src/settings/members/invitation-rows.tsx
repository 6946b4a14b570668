// Invitations that nobody took up yet.
import { Badge, Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Invitation } from '../../../../core/organisations/invitation.ts'
import { revokeInvitation } from '../../api/commands.ts'
import { invitationsQuery } from '../../api/queries.ts'
import { queryClient } from '../../app/services.ts'
import { formatMoment } from '../../format/time.ts'
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx'
import { ROLE_LABELS } from '../role-names.ts'
import rows from '../rows.module.css'

export const InvitationRows = ({ invitations }: { invitations: Invitation[] }) => {
  const [revoking, setRevoking] = useState<Invitation | null>(null)
  if (invitations.length === 0) return <Text c="dimmed">Nobody is invited just now.</Text>
  return (
    <>
      <ul className={rows.rows}>
        {invitations.map((invitation) => (
          <li key={invitation.invitationId} className={rows.row}>
            <div className={rows.words}>
              <div className={rows.names}>
                <Text fw={600} component="span">
                  {invitation.email}
                </Text>
                <Badge size="sm" variant="light" color="gray" tt="none">
                  {ROLE_LABELS[invitation.role]}
                </Badge>
              </div>
              <Text size="xs" c="dimmed">
                By {invitation.invitedBy}, good until {formatMoment(invitation.expiresAt)}
              </Text>
            </div>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              aria-label={`Revoke the invitation of ${invitation.email}`}
              onClick={() => setRevoking(invitation)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      {revoking && (
        <ConfirmDialog
          title={`Revoke the invitation of ${revoking.email}?`}
          action="Revoke"
          onConfirm={async () => {
            await revokeInvitation(revoking)
            await queryClient.invalidateQueries(invitationsQuery(revoking.organisationId))
          }}
          onClose={() => setRevoking(null)}
        >
          Its link works no more.
        </ConfirmDialog>
      )}
    </>
  )
}
