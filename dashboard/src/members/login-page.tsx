// Where a member signs in, and takes the steps that a login may ask for.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiProblem } from '../api/problem.ts'
import { configQuery } from '../api/queries.ts'
import { useTitle } from '../app/use-title.ts'
import { pendingInvitation } from '../invitations/pending-invitation.ts'
import { TextLink } from '../shell/links.tsx'
import { ConfirmForm } from './confirm-form.tsx'
import { MemberCard } from './member-card.tsx'
import { NewPasswordForm } from './new-password-form.tsx'
import { safeNext } from './next-page.ts'
import { type Credentials, SignInForm } from './sign-in-form.tsx'

type Step = { asks: 'new-password'; session: string } | { asks: 'code' }

export const LoginPage = () => {
  useTitle('Sign in')
  const router = useRouter()
  const navigate = useNavigate()
  const { next: asked, email = '', problem } = useSearch({ from: '/login' })
  const next = safeNext(asked)
  const { data: config } = useQuery(configQuery)
  const [step, setStep] = useState<(Step & Credentials) | null>(null)
  const done = () => router.history.replace(next)

  const takeStep = ({ code, session = '' }: ApiProblem, credentials: Credentials) => {
    if (code === 'new-password-required') setStep({ asks: 'new-password', session, ...credentials })
    else if (code === 'not-confirmed') setStep({ asks: 'code', ...credentials })
    else void navigate({ to: '/password', search: { email: credentials.email, next } })
  }

  if (step?.asks === 'new-password')
    return (
      <MemberCard title="Choose a password" text="The one you were given is for the first time only.">
        <NewPasswordForm {...step} onDone={done} />
      </MemberCard>
    )
  if (step?.asks === 'code')
    return (
      <MemberCard
        title="Confirm your address"
        text={`When you registered, a code was sent to ${step.email}.`}
      >
        <ConfirmForm {...step} onDone={done} />
      </MemberCard>
    )
  const mayRegister = config?.selfRegistration || pendingInvitation() !== null
  return (
    <MemberCard
      title="Sign in to Playhead"
      text="See what people did on your site, and who is there now."
      foot={
        mayRegister && (
          <>
            New here?{' '}
            <TextLink to="/register" search={{ next, email: email || undefined }}>
              Register
            </TextLink>
          </>
        )
      }
    >
      <SignInForm email={email} next={next} problem={problem} onDone={done} onStep={takeStep} />
    </MemberCard>
  )
}
