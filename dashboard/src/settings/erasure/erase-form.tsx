// Asks whom to erase, and once more before it is done.
import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { USER_ID_MAX_CHARS } from '../../../../core/limits.ts'
import { erasePerson } from '../../api/commands.ts'
import { erasuresQuery } from '../../api/queries.ts'
import classes from '../../projects/section.module.css'
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx'

export const EraseForm = ({ projectId }: { projectId: string }) => {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const [begun, setBegun] = useState(false)
  const queries = useQueryClient()
  const personId = text.trim()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBegun(false)
    if (personId !== '') setAsked(personId)
  }
  const erase = async (id: string) => {
    await erasePerson(projectId, id)
    setText('')
    setBegun(true)
    // Sessions of the person go within minutes, wherever they are shown.
    await queries.invalidateQueries({ queryKey: erasuresQuery(projectId).queryKey })
  }

  return (
    <>
      <form onSubmit={submit}>
        <TextInput
          label="User id or visitor id"
          description="A user id is your own, as your site gave it to identify. A session shows both."
          autoComplete="off"
          spellCheck={false}
          maxLength={USER_ID_MAX_CHARS}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={`${classes.foot} ${classes.after}`}>
          <Button color="red" type="submit" disabled={personId === ''}>
            Erase this person
          </Button>
          <span role="status">{begun && 'The erasure has begun. Its receipt is below.'}</span>
        </div>
      </form>
      {asked !== null && (
        <ConfirmDialog
          title={`Erase ${asked}?`}
          action="Erase for good"
          typed={asked}
          onConfirm={() => erase(asked)}
          onClose={() => setAsked(null)}
        >
          Everything that is stored of this person goes: sessions, recordings, screenshots, events, and the
          visitors of a user with all of theirs. Reports lose their numbers. From now on nothing that is sent
          of this id is taken. This cannot be taken back.
        </ConfirmDialog>
      )}
    </>
  )
}
