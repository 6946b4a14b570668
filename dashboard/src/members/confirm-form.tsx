// Asks for the code that was sent to an address, and sends it again on request.
import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../api/problem.ts'
import { login } from '../app/services.ts'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { beginIfConfirmed, confirmRegistration, resendCode } from './login-requests.ts'

type Props = {
  email: string
  /** Typed a moment ago and kept in memory alone: whoever confirms need not log in once more. */
  password: string
  keep: boolean
  onDone: () => void
}

export const ConfirmForm = ({ email, password, keep, onDone }: Props) => {
  const [code, setCode] = useState('')
  const confirming = useMutation({
    mutationFn: async () => {
      const confirmed = await confirmRegistration({ email, code: code.trim(), password })
      if (!beginIfConfirmed(confirmed, keep)) await login.signIn({ email, password }, keep)
    },
    onSuccess: onDone,
  })
  const resending = useMutation({ mutationFn: () => resendCode(email) })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!confirming.isPending) confirming.mutate()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={confirming.error ?? resending.error} fields={['code']} />
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
          error={fieldError(confirming.error, 'code')}
        />
        <Button type="submit" fullWidth loading={confirming.isPending}>
          Confirm
        </Button>
        <Text size="sm" c="dimmed">
          Nothing came? Look among the spam, or{' '}
          <Anchor
            component="button"
            underline="always"
            type="button"
            size="sm"
            onClick={() => resending.mutate()}
            disabled={resending.isPending}
          >
            send the code again
          </Anchor>
          .
        </Text>
      </Stack>
    </form>
  )
}
