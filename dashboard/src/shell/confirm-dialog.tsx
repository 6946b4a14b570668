// Asks before something is done that cannot be taken back; what went wrong with it is told where it was asked.
import { Button, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Dialog, DialogActions } from './dialog.tsx'
import { ProblemAlert } from './problem-alert.tsx'

type Props = {
  title: string
  children: ReactNode
  /** What the button says: a verb and what it is done to. */
  action: string
  /** To be typed first, where nothing less would do. */
  typed?: string
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

export const ConfirmDialog = ({ title, children, action, typed, onConfirm, onClose }: Props) => {
  const [text, setText] = useState('')
  const doing = useMutation({ mutationFn: onConfirm, onSuccess: onClose })
  const ready = typed === undefined || text.trim() === typed.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !doing.isPending) doing.mutate()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Text component="div">{children}</Text>
      <ProblemAlert error={doing.error} />
      <form onSubmit={submit}>
        {typed !== undefined && (
          <TextInput
            label={`Type “${typed}” to go on`}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            mb="md"
          />
        )}
        <DialogActions>
          <Button variant="default" type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" type="submit" disabled={!ready} loading={doing.isPending}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
