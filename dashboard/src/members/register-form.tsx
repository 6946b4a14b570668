// Name, e-mail address and password of somebody who is to become a member.
import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Registered } from '../../../core/members/login.ts'
import { asProblem, fieldError } from '../api/problem.ts'
import { TextLink } from '../shell/links.tsx'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { GoogleButton } from './google-button.tsx'
import { register } from './login-requests.ts'
import { NewPasswordField } from './new-password-field.tsx'

type Props = {
  email: string
  next: string
  onRegistered: (registered: Registered, password: string) => void
}

export const RegisterForm = ({ email: given, next, onRegistered }: Props) => {
  const [name, setName] = useState('')
  const [email, setEmail] = useState(given)
  const [password, setPassword] = useState('')
  const registering = useMutation({
    mutationFn: () => register({ email: email.trim(), password, ...(name.trim() && { name: name.trim() }) }),
    onSuccess: (registered) => onRegistered(registered, password),
  })
  const { error } = registering
  const taken = error !== null && asProblem(error).status === 409

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!registering.isPending) registering.mutate()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {!taken && <ProblemAlert error={error} fields={['email', 'password', 'name']} />}
        <GoogleButton next={next} />
        <TextInput
          label="Name"
          description="As your team knows you. May be left out."
          name="name"
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(error, 'name')}
        />
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={
            taken ? (
              <>
                There is a member with this address.{' '}
                <TextLink to="/login" search={{ next, email: email.trim() }} size="xs">
                  Sign in
                </TextLink>
              </>
            ) : (
              fieldError(error, 'email')
            )
          }
        />
        <NewPasswordField
          label="Password"
          value={password}
          onChange={setPassword}
          error={fieldError(error, 'password')}
        />
        <Button type="submit" fullWidth loading={registering.isPending}>
          Register
        </Button>
      </Stack>
    </form>
  )
}
