// E-mail address and password of a member.
import { Alert, Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import type { Login } from '../../../core/members/login.ts'
import { ApiProblem } from '../api/problem.ts'
import { login } from '../app/services.ts'
import { TextLink } from '../shell/links.tsx'
import { GoogleButton } from './google-button.tsx'
import { sentenceOfLogin, sentenceOfProblem } from './login-problems.ts'
import classes from './member-card.module.css'
import { PasswordToggleIcon } from './password-toggle-icon.tsx'

export type Credentials = Login & { keep: boolean }

type Props = {
  email: string
  next: string
  /** Code of what went wrong on the way back from Google. */
  problem: string | undefined
  onDone: () => void
  /** The server wants something first: what that is says the problem. */
  onStep: (problem: ApiProblem, credentials: Credentials) => void
}

const STEPS = ['new-password-required', 'not-confirmed', 'password-reset-required']

export const SignInForm = ({ email: given, next, problem, onDone, onStep }: Props) => {
  const [email, setEmail] = useState(given)
  const [password, setPassword] = useState('')
  const [keep, setKeep] = useState(true)
  const signIn = useMutation({
    mutationFn: () => login.signIn({ email: email.trim(), password }, keep),
    retry: false,
    onSuccess: onDone,
    onError: (error) => {
      if (error instanceof ApiProblem && STEPS.includes(error.code))
        return onStep(error, { email: email.trim(), password, keep })
      setPassword('')
    },
  })
  const { isError, error } = signIn
  useEffect(() => {
    if (isError) document.querySelector<HTMLInputElement>('input[name=password]')?.focus()
  }, [isError])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate()
  }
  const complaint = isError ? sentenceOfLogin(error) : problem && sentenceOfProblem(problem)

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {complaint && (
          <Alert color="red" icon={<IconAlertCircle aria-hidden="true" />} title={complaint} role="alert" />
        )}
        <GoogleButton next={next} />
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          // The only thing to do on this page.
          autoFocus={given === ''}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          visibilityToggleIcon={PasswordToggleIcon}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus={given !== ''}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div className={classes.between}>
          <Checkbox
            label="Keep me signed in"
            description="Leave this off on a computer that others use."
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
          <TextLink to="/password" search={{ email: email.trim() || undefined, next }} size="sm">
            Forgot your password?
          </TextLink>
        </div>
        <Button type="submit" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
