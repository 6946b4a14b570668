// Makes a key: for whom, what it is called, and until when it works.
import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CreateKey } from '../../../../core/keys/project-key.ts'
import { type CreatedKey, createKey } from '../../api/commands.ts'
import { fieldError } from '../../api/problem.ts'
import { useCreation } from '../../app/use-creation.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { CreatedSecretDialog } from './created-secret-dialog.tsx'
import { useKeysReread } from './use-keys-reread.ts'

const EXPIRIES = [
  { value: '', label: 'Never' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
]

type Props = { projectId: string; onClose: () => void }

export const CreateKeyDialog = ({ projectId, onClose }: Props) => {
  const [kind, setKind] = useState<CreateKey['kind']>('secret')
  const [environment, setEnvironment] = useState<CreateKey['environment']>('live')
  const [name, setName] = useState('')
  const [expiry, setExpiry] = useState('')
  const [made, setMade] = useState<CreatedKey | null>(null)
  const reread = useKeysReread(projectId)
  const creation = useCreation(
    (body: CreateKey, key: string) => createKey(projectId, body, key),
    (created) => {
      setMade(created)
      return reread()
    },
  )
  const { error } = creation
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (creation.isPending) return
    const expiresInDays = expiry === '' ? undefined : Number(expiry)
    creation.mutate({ kind, environment, name: name.trim(), ...(expiresInDays && { expiresInDays }) })
  }

  if (made) return <CreatedSecretDialog created={made} onClose={onClose} />
  return (
    <Dialog title="New key" onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <ProblemAlert error={error} fields={['name', 'expiresInDays']} />
          <TextInput
            label="Name"
            description="Who uses it, and for what."
            placeholder="Order service"
            required
            withAsterisk={false}
            maxLength={80}
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(error, 'name')}
          />
          <Radio.Group label="Kind" value={kind} onChange={(value) => setKind(value as CreateKey['kind'])}>
            <Stack gap="xs" mt={6}>
              <Radio value="secret" label="Secret" description="For servers: sends and reads. Shown once." />
              <Radio
                value="publishable"
                label="Publishable"
                description="For pages: sends, and nothing else."
              />
            </Stack>
          </Radio.Group>
          <NativeSelect
            label="Environment"
            description="Stands in the key, so that a test key is not taken for a live one."
            data={[
              { value: 'live', label: 'Live' },
              { value: 'test', label: 'Test' },
            ]}
            value={environment}
            onChange={(event) => setEnvironment(event.currentTarget.value as CreateKey['environment'])}
          />
          <NativeSelect
            label="Expires"
            data={EXPIRIES}
            value={expiry}
            onChange={(event) => setExpiry(event.currentTarget.value)}
            error={fieldError(error, 'expiresInDays')}
          />
          <DialogActions>
            <Button variant="default" type="button" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={creation.isPending}>
              Make the key
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
