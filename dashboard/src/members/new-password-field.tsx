// A password to be chosen; what the server has against it is told below it.
import { PasswordInput } from '@mantine/core'
import { PasswordToggleIcon } from './password-toggle-icon.tsx'

type Props = {
  value: string
  onChange: (password: string) => void
  error?: string | undefined
  label?: string
  autoFocus?: boolean
}

export const NewPasswordField = ({
  value,
  onChange,
  error,
  label = 'New password',
  autoFocus = false,
}: Props) => (
  <PasswordInput
    visibilityToggleIcon={PasswordToggleIcon}
    label={label}
    name="new-password"
    autoComplete="new-password"
    required
    withAsterisk={false}
    autoFocus={autoFocus}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
  />
)
