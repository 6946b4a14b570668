// For whoever forgot the password: the address, then the code that was sent there and a new password.
import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../api/problem.ts'
import { useTitle } from '../app/use-title.ts'
import { TextLink } from '../shell/links.tsx'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { forgotPassword } from './login-requests.ts'
import { MemberCard } from './member-card.tsx'
import { safeNext } from './next-page.ts'
import { ResetPasswordForm } from './reset-password-form.tsx'

export const ResetPasswordPage = () => {
  useTitle('New password')
  const router = useRouter()
  const { next: asked, email: given = '' } = useSearch({ from: '/password' })
  const next = safeNext(asked)
  const [email, setEmail] = useState(given)
  const asking = useMutation({ mutationFn: () => forgotPassword(email.trim()) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!asking.isPending) asking.mutate()
  }
  const back = (
    <TextLink to="/login" search={{ next, email: email.trim() || undefined }}>
      Back to signing in
    </TextLink>
  )

  if (asking.isSuccess)
    return (
      <MemberCard
        title="Look into your mail"
        text={`If ${email.trim()} belongs to a member, we sent a code there.`}
        foot={back}
      >
        <ResetPasswordForm email={email.trim()} onDone={() => router.history.replace(next)} />
      </MemberCard>
    )
  return (
    <MemberCard title="Set a new password" text="We send a code to your e-mail address." foot={back}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={asking.error} fields={['email']} />
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError(asking.error, 'email')}
          />
          <Button type="submit" fullWidth loading={asking.isPending}>
            Send a code
          </Button>
        </Stack>
      </form>
    </MemberCard>
  )
}
