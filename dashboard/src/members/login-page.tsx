// Where a member signs in.
import { Alert, Button, Checkbox, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { asProblem } from '../api/problem.ts'
import { login } from '../app/services.ts'
import { useTitle } from '../app/use-title.ts'
import { Logo } from '../shell/logo.tsx'
import classes from './login-page.module.css'
import { safeNext } from './next-page.ts'

const describe = (error: unknown): string => {
  const problem = asProblem(error)
  if (problem.status === 400 || problem.status === 401) return 'E-mail or password is not right.'
  return problem.message
}

export const LoginPage = () => {
  useTitle('Sign in')
  const router = useRouter()
  const next = safeNext(useSearch({ from: '/login' }).next)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [keep, setKeep] = useState(true)
  const signIn = useMutation({
    mutationFn: () => login.signIn({ email: email.trim(), password }, keep),
    retry: false,
    onSuccess: () => router.history.replace(next),
    onError: () => setPassword(''),
  })
  const { isError } = signIn
  useEffect(() => {
    if (isError) document.querySelector<HTMLInputElement>('input[name=password]')?.focus()
  }, [isError])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate()
  }

  return (
    <main className={classes.page}>
      <Paper className={classes.card} withBorder component="form" onSubmit={submit}>
        <Logo size={40} />
        <Title order={1} size="h3" mt="md">
          Sign in to Playhead
        </Title>
        <Text c="dimmed" mb="lg" mt={4}>
          See what people did on your site, and who is there now.
        </Text>
        <Stack gap="md">
          {signIn.isError && (
            <Alert color="red" icon={<IconAlertCircle />} title={describe(signIn.error)} role="alert" />
          )}
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            data-autofocus
            // The only thing to do on this page.
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Checkbox
            label="Keep me signed in"
            description="Leave this off on a computer that others use."
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
          <Button type="submit" fullWidth loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </Paper>
    </main>
  )
}
