// Gives a key a new text; the old one may work on for a while, so that servers can follow.
import { Button, NativeSelect, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ProjectKey } from '../../../../core/keys/project-key.ts'
import { type CreatedKey, regenerateKey } from '../../api/commands.ts'
import { useCreation } from '../../app/use-creation.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { CreatedSecretDialog } from './created-secret-dialog.tsx'
import { useKeysReread } from './use-keys-reread.ts'

const GRACES = [
  { value: '0', label: 'Not at all: it has leaked' },
  { value: '1', label: 'For an hour' },
  { value: '24', label: 'For 24 hours' },
  { value: '168', label: 'For 7 days' },
]

type Props = { projectKey: ProjectKey; onClose: () => void }

export const RegenerateKeyDialog = ({ projectKey, onClose }: Props) => {
  const [grace, setGrace] = useState('24')
  const [made, setMade] = useState<CreatedKey | null>(null)
  const reread = useKeysReread(projectKey.projectId)
  const regeneration = useCreation(
    (graceHours: number, key: string) => regenerateKey(projectKey, graceHours, key),
    (created) => {
      setMade(created)
      return reread()
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!regeneration.isPending) regeneration.mutate(Number(grace))
  }

  if (made) return <CreatedSecretDialog created={made} onClose={onClose} />
  return (
    <Dialog title={`Regenerate ${projectKey.name}?`} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text>
            The key gets a new text.{' '}
            {projectKey.kind === 'publishable' && 'Pages that have the old one stop sending when it ends.'}
          </Text>
          <ProblemAlert error={regeneration.error} />
          <NativeSelect
            label="The old text works on"
            data={GRACES}
            value={grace}
            onChange={(event) => setGrace(event.currentTarget.value)}
          />
          <DialogActions>
            <Button variant="default" type="button" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={regeneration.isPending}>
              Regenerate
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
