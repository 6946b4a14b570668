// Asks for the name of a view, and whether the project shares it: for a new one, and for one that is there.
import { Button, Switch, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { SavedView } from '../../../../core/views/saved-view.ts'
import { fieldError } from '../../api/problem.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'

type Props = {
  /** Undefined for a new one. */
  view: SavedView | undefined
  mayShare: boolean
  error: unknown
  busy: boolean
  onSubmit: (given: { name: string; shared: boolean }) => void
  onClose: () => void
}

const NAME_MAX = 60

export const ViewDialog = ({ view, mayShare, error, busy, onSubmit, onClose }: Props) => {
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const length = name.trim().length
  const ready = length > 0 && length <= NAME_MAX
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !busy) onSubmit({ name: name.trim(), shared })
  }
  const ofName = fieldError(error, 'name')
  const tooLong = length > NAME_MAX ? `At most ${NAME_MAX} characters, and this has ${length}.` : undefined
  return (
    <Dialog title={view ? 'Change the view' : 'Save this view'} onClose={onClose}>
      {!view && <Text c="dimmed">Its filters and its order are kept under a name.</Text>}
      {!ofName && <ProblemAlert error={error} />}
      <form onSubmit={submit}>
        <TextInput
          label="Name"
          placeholder="Checkout trouble"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tooLong ?? ofName}
          mb="md"
        />
        <Switch
          label="Share with the project"
          description={
            mayShare
              ? 'Everybody who sees the project has it.'
              : 'Analysts share views; this one stays your own.'
          }
          checked={shared}
          disabled={!mayShare}
          onChange={(event) => setShared(event.currentTarget.checked)}
          mb="lg"
        />
        <DialogActions>
          <Button variant="default" type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={busy}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
