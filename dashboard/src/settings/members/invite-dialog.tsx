// Invites somebody by e-mail address; the link is shown this once, to be passed on.
import { Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Role } from '../../../../core/organisations/role.ts'
import { type CreatedInvitation, inviteMember } from '../../api/commands.ts'
import { fieldError } from '../../api/problem.ts'
import { invitationsQuery } from '../../api/queries.ts'
import { queryClient } from '../../app/services.ts'
import { useCreation } from '../../app/use-creation.ts'
import { formatMoment } from '../../format/time.ts'
import { CopyField } from '../../shell/copy-field.tsx'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { rolesToInvite } from '../offers.ts'
import { ROLE_HINTS, ROLE_LABELS } from '../role-names.ts'

type Props = { organisationId: string; role: Role; onClose: () => void }

export const InviteDialog = ({ organisationId, role: mine, onClose }: Props) => {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('analyst')
  const [made, setMade] = useState<CreatedInvitation | null>(null)
  const invitation = useCreation(
    (body: { email: string; role: Role }, key: string) => inviteMember(organisationId, body, key),
    (created) => {
      setMade(created)
      return queryClient.invalidateQueries(invitationsQuery(organisationId))
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!invitation.isPending) invitation.mutate({ email: email.trim(), role })
  }

  if (made)
    return (
      <Dialog title={`Pass this link on to ${made.invitation.email}`} onClose={onClose}>
        <CopyField value={`${location.origin}/invitations#${made.token}`} label="the link" />
        <Text c="dimmed">
          Shown only now. It works once, for this address alone, until{' '}
          {formatMoment(made.invitation.expiresAt)}.
        </Text>
        <DialogActions>
          <Button onClick={onClose}>Done</Button>
        </DialogActions>
      </Dialog>
    )
  return (
    <Dialog title="Invite a member" onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={invitation.error} fields={['email', 'role']} />
          <TextInput
            label="E-mail"
            type="email"
            required
            withAsterisk={false}
            autoFocus
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError(invitation.error, 'email')}
          />
          <NativeSelect
            label="Role"
            description={`${ROLE_LABELS[role]}: ${ROLE_HINTS[role]}.`}
            data={rolesToInvite(mine).map((one) => ({ value: one, label: ROLE_LABELS[one] }))}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
            error={fieldError(invitation.error, 'role')}
          />
          <DialogActions>
            <Button variant="default" type="button" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={invitation.isPending}>
              Make the link
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
