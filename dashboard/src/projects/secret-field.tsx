// A secret that is shown this once, to be copied.
import { Alert, Stack } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { CopyField } from '../shell/copy-field.tsx'

export const SecretField = ({ secret, label }: { secret: string; label: string }) => (
  <Stack gap="sm">
    <CopyField value={secret} label={label} />
    <Alert color="orange" variant="light" icon={<IconEyeOff aria-hidden="true" />} title="Shown only now">
      Only a fingerprint of it is stored. Copy it to where your servers keep their secrets.
    </Alert>
  </Stack>
)
