// The step of a login that asks for a new password, for members whom an administrator has made.
import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../api/problem.ts'
import { login } from '../app/services.ts'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { chooseNewPassword } from './login-requests.ts'
import { NewPasswordField } from './new-password-field.tsx'

type Props = { email: string; session: string; keep: boolean; onDone: () => void }

export const NewPasswordForm = ({ email, session, keep, onDone }: Props) => {
  const [password, setPassword] = useState('')
  const choosing = useMutation({
    mutationFn: async () => login.begin(await chooseNewPassword({ email, password, session }), keep),
    onSuccess: onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!choosing.isPending) choosing.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={choosing.error} fields={['password']} />
        <NewPasswordField
          autoFocus
          value={password}
          onChange={setPassword}
          error={fieldError(choosing.error, 'password')}
        />
        <Button type="submit" fullWidth loading={choosing.isPending}>
          Set it and sign in
        </Button>
      </Stack>
    </form>
  )
}
