// The eye in a password field, as a picture that says nothing: its button has the words.
import { IconEye, IconEyeOff } from '@tabler/icons-react'

export const PasswordToggleIcon = ({ reveal }: { reveal: boolean }) =>
  reveal ? <IconEyeOff size={18} aria-hidden="true" /> : <IconEye size={18} aria-hidden="true" />
