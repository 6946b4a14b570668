// Where the link of an invitation leads: what it is to, then in, by way of the login if need be.
import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { InvitationPreview } from '../../../core/organisations/invitation.ts'
import { acceptInvitation } from '../api/commands.ts'
import { asProblem } from '../api/problem.ts'
import { invitationPreviewQuery, meQuery } from '../api/queries.ts'
import { refreshAccount } from '../app/refresh-account.ts'
import { login } from '../app/services.ts'
import { useLogin } from '../app/use-login.ts'
import { useTitle } from '../app/use-title.ts'
import { formatMoment } from '../format/time.ts'
import { MemberCard } from '../members/member-card.tsx'
import { ButtonLink } from '../shell/links.tsx'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { RoutePending } from '../shell/route-pending.tsx'
import {
  forgetInvitation,
  keepInvitation,
  type PendingInvitation,
  pendingInvitation,
} from './pending-invitation.ts'

const fromAddress = (): PendingInvitation | null => {
  const token = location.hash.slice(1)
  return token === '' ? pendingInvitation() : { token, onTheWay: false }
}

export const InvitationPage = () => {
  useTitle('Invitation')
  const [pending] = useState(fromAddress)
  const navigate = useNavigate()

  useEffect(() => {
    if (!pending) return
    keepInvitation(pending)
    // Out of the address: it would stay in the history.
    if (location.hash !== '') void navigate({ to: '/invitations', hash: '', replace: true })
  }, [pending, navigate])

  return pending ? <Invited pending={pending} /> : <Invalid />
}

const Invalid = ({ detail }: { detail?: string }) => (
  <MemberCard
    title="This invitation does not work"
    text={detail ?? 'The link is not whole, or it was used already. Ask for another one.'}
  >
    <ButtonLink to="/" fullWidth onClick={forgetInvitation}>
      To Playhead
    </ButtonLink>
  </MemberCard>
)

const Invited = ({ pending }: { pending: PendingInvitation }) => {
  const preview = useQuery(invitationPreviewQuery(pending.token))
  const signedIn = useLogin()
  const me = useQuery({ ...meQuery, enabled: signedIn })

  if (preview.isError) {
    const problem = asProblem(preview.error)
    if (!problem.passing)
      return <Invalid detail="It was taken back, has ended or was used already. Ask for another one." />
    return (
      <MemberCard title={problem.title} text={problem.message}>
        <Button fullWidth onClick={() => preview.refetch()} loading={preview.isFetching}>
          Try again
        </Button>
      </MemberCard>
    )
  }
  if (!preview.data || (signedIn && me.isPending)) return <RoutePending />
  const { data } = preview
  const { organisationName, invitedBy, role } = data
  const title = `Join ${organisationName}`
  const text = `${invitedBy} invites ${data.email} as ${role}, until ${formatMoment(data.expiresAt)}.`
  const address = me.data?.member.email.toLowerCase()
  return (
    <MemberCard title={title} text={text}>
      {!signedIn && <ComeIn pending={pending} preview={data} />}
      {signedIn && address === data.email.toLowerCase() && <Accept pending={pending} />}
      {signedIn && address !== undefined && address !== data.email.toLowerCase() && (
        <SomebodyElse address={address} />
      )}
      {signedIn && <ProblemAlert error={me.error} />}
    </MemberCard>
  )
}

const ComeIn = ({ pending, preview }: { pending: PendingInvitation; preview: InvitationPreview }) => {
  const setOut = () => keepInvitation({ ...pending, onTheWay: true })
  const search = { next: '/invitations', email: preview.email }
  return (
    <Stack gap="sm">
      <ButtonLink to="/register" search={search} fullWidth onClick={setOut}>
        Register
      </ButtonLink>
      <ButtonLink to="/login" search={search} fullWidth variant="default" onClick={setOut}>
        Sign in
      </ButtonLink>
    </Stack>
  )
}

const SomebodyElse = ({ address }: { address: string }) => (
  <Stack gap="sm">
    <Text>
      You are signed in as <b>{address}</b>. The invitation is for the other address.
    </Text>
    <Button onClick={() => void login.logOut()}>Sign out and go on</Button>
    <ButtonLink to="/" variant="default" onClick={forgetInvitation}>
      Stay signed in
    </ButtonLink>
  </Stack>
)

const Accept = ({ pending }: { pending: PendingInvitation }) => {
  const navigate = useNavigate()
  const accepting = useMutation({
    mutationFn: () => acceptInvitation(pending.token),
    onSuccess: async () => {
      forgetInvitation()
      await refreshAccount()
      await navigate({ to: '/', replace: true })
    },
  })
  const { mutate } = accepting
  useEffect(() => {
    if (pendingInvitation()?.onTheWay !== true) return
    keepInvitation({ ...pending, onTheWay: false })
    mutate()
  }, [pending, mutate])
  return (
    <Stack gap="sm">
      <ProblemAlert error={accepting.error} />
      <Button fullWidth onClick={() => mutate()} loading={accepting.isPending}>
        Join
      </Button>
    </Stack>
  )
}
