// An organisation: what it is called, and the way out of it.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { MemberOrganisation } from '../../../../core/organisations/organisation.ts'
import { removeMember, renameOrganisation } from '../../api/commands.ts'
import { fieldError } from '../../api/problem.ts'
import { membersQuery, meQuery } from '../../api/queries.ts'
import { refreshAccount } from '../../app/refresh-account.ts'
import { useAccountChange } from '../../app/use-account-change.ts'
import { useTitle } from '../../app/use-title.ts'
import { formatMoment } from '../../format/time.ts'
import { NAME_MAX_CHARS, nameComplaint } from '../../projects/project-name.ts'
import classes from '../../projects/section.module.css'
import { Section } from '../../projects/section.tsx'
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx'
import { FormSection } from '../form-section.tsx'
import { useOrganisation } from '../of-project.tsx'
import { mayRemove, offers } from '../offers.ts'
import { ROLE_HINTS, ROLE_LABELS } from '../role-names.ts'
import { SettingsPage } from '../settings-page.tsx'

export const OrganisationPage = () => {
  const organisation = useOrganisation()
  useTitle('Organisation', organisation.name)
  const { organisationId, role, createdAt } = organisation
  return (
    <SettingsPage title={organisation.name} text="An organisation owns projects, and its members see them.">
      {offers(role).renameOrganisation && <Name key={organisationId} organisation={organisation} />}
      <Section title="About">
        <dl className={classes.facts}>
          <dt>Your role</dt>
          <dd>
            {ROLE_LABELS[role]}: {ROLE_HINTS[role]}
          </dd>
          <dt>Organisation id</dt>
          <dd className="mono">{organisationId}</dd>
          <dt>Created</dt>
          <dd>{formatMoment(createdAt)}</dd>
        </dl>
      </Section>
      <Leave key={`leave ${organisationId}`} organisation={organisation} />
    </SettingsPage>
  )
}

const Name = ({ organisation: { organisationId, name: stored } }: { organisation: MemberOrganisation }) => {
  const [name, setName] = useState(stored)
  const change = useAccountChange((wanted: string) => renameOrganisation(organisationId, wanted))
  const complaint = nameComplaint(name, 'organisation')
  const save = () => {
    if (complaint === null) change.mutate(name.trim())
  }
  return (
    <FormSection
      title="Name"
      fields={['name']}
      change={change}
      changed={name.trim() !== stored}
      onSave={save}
    >
      <TextInput
        aria-label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={name.length > NAME_MAX_CHARS || name === '' ? complaint : fieldError(change.error, 'name')}
      />
    </FormSection>
  )
}

const Leave = ({ organisation }: { organisation: MemberOrganisation }) => {
  const { organisationId, name, role } = organisation
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const me = useQuery(meQuery)
  const members = useQuery(membersQuery(organisationId))
  if (!me.data || !members.data) return null
  const { memberId } = me.data.member
  const self = { memberId, role }
  const free = mayRemove(self, self, members.data.members)
  const leave = async () => {
    await removeMember(organisationId, memberId)
    await refreshAccount()
    await navigate({ to: '/', search: { project: undefined } })
  }
  return (
    <Section
      title="Leave"
      hint={
        free
          ? `You see nothing of ${name} any more until somebody invites you again.`
          : 'You are its only owner, and an organisation keeps one. Make another member an owner first.'
      }
    >
      <Button color="red" variant="light" disabled={!free} onClick={() => setAsking(true)}>
        Leave the organisation
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Leave ${name}?`}
          action="Leave"
          onConfirm={leave}
          onClose={() => setAsking(false)}
        >
          You lose sight of all its projects at once.
        </ConfirmDialog>
      )}
    </Section>
  )
}
