// A key that was just made, shown this once if it is secret.
import { Button, Text } from '@mantine/core'
import type { CreatedKey } from '../../api/commands.ts'
import { SecretField } from '../../projects/secret-field.tsx'
import { CopyField } from '../../shell/copy-field.tsx'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'

type Props = { created: CreatedKey; onClose: () => void }

export const CreatedSecretDialog = ({ created: { key, secret }, onClose }: Props) => (
  <Dialog title={`${key.name} is ready`} onClose={onClose}>
    {key.kind === 'secret' ? (
      <SecretField secret={secret} label="the key" />
    ) : (
      <>
        <CopyField value={secret} label="the key" />
        <Text c="dimmed">It may stand in any page, and is shown in the list too.</Text>
      </>
    )}
    <DialogActions>
      <Button onClick={onClose}>{key.kind === 'secret' ? 'I have kept it' : 'Done'}</Button>
    </DialogActions>
  </Dialog>
)
