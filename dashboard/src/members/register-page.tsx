// Where somebody becomes a member: who they are, then the code that was sent to their address.
import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Registered } from '../../../core/members/login.ts'
import { configQuery } from '../api/queries.ts'
import { login } from '../app/services.ts'
import { useTitle } from '../app/use-title.ts'
import { pendingInvitation } from '../invitations/pending-invitation.ts'
import { ButtonLink, TextLink } from '../shell/links.tsx'
import { ConfirmForm } from './confirm-form.tsx'
import { beginIfConfirmed } from './login-requests.ts'
import { MemberCard } from './member-card.tsx'
import { safeNext } from './next-page.ts'
import { RegisterForm } from './register-form.tsx'

export const RegisterPage = () => {
  useTitle('Register')
  const router = useRouter()
  const { next: asked, email = '' } = useSearch({ from: '/register' })
  const next = safeNext(asked)
  const { data: config, isPending } = useQuery(configQuery)
  const [sent, setSent] = useState<{ email: string; password: string } | null>(null)
  const done = () => router.history.replace(next)
  const invited = pendingInvitation() !== null

  const registered = async (answer: Registered, password: string) => {
    if (beginIfConfirmed(answer, true)) return done()
    if (!answer.confirmed) return setSent({ email: answer.email, password })
    await login.signIn({ email: answer.email, password }, true)
    done()
  }

  if (sent)
    return (
      <MemberCard title="Look into your mail" text={`We sent a code to ${sent.email}.`}>
        <ConfirmForm {...sent} keep onDone={done} />
      </MemberCard>
    )
  if (!isPending && !config?.selfRegistration && !invited)
    return (
      <MemberCard
        title="By invitation only"
        text="Nobody may register here without one. Ask a member to invite you, then open the link you are given."
      >
        <ButtonLink to="/login" search={{ next }} fullWidth>
          Sign in
        </ButtonLink>
      </MemberCard>
    )
  return (
    <MemberCard
      title="Become a member"
      text="See what people do on your site, and who is there now."
      foot={
        <>
          A member already?{' '}
          <TextLink to="/login" search={{ next, email: email || undefined }}>
            Sign in
          </TextLink>
        </>
      }
    >
      <RegisterForm email={email} next={next} onRegistered={registered} />
    </MemberCard>
  )
}
