// The code that was sent, and the new password that it sets.
import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../api/problem.ts'
import { login } from '../app/services.ts'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { forgotPassword, resetPassword } from './login-requests.ts'
import { NewPasswordField } from './new-password-field.tsx'

type Props = { email: string; onDone: () => void }

export const ResetPasswordForm = ({ email, onDone }: Props) => {
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const resetting = useMutation({
    mutationFn: async () => {
      await resetPassword({ email, code: code.trim(), password })
      await login.signIn({ email, password }, true)
    },
    onSuccess: onDone,
  })
  const resending = useMutation({ mutationFn: () => forgotPassword(email) })
  const { error } = resetting
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!resetting.isPending) resetting.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={error ?? resending.error} fields={['code', 'password']} />
        {resending.isSuccess && (
          <Alert color="teal" role="status" title="A new code is on its way.">
            Only the newest one works.
          </Alert>
        )}
        <TextInput
          label="Code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={fieldError(error, 'code')}
        />
        <NewPasswordField value={password} onChange={setPassword} error={fieldError(error, 'password')} />
        <Button type="submit" fullWidth loading={resetting.isPending}>
          Set it and sign in
        </Button>
        <Text c="dimmed">
          Nothing came?{' '}
          <Anchor
            component="button"
            underline="always"
            type="button"
            size="sm"
            onClick={() => resending.mutate()}
            disabled={resending.isPending}
          >
            Send the code again
          </Anchor>
          .
        </Text>
      </Stack>
    </form>
  )
}
