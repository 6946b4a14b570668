// Imports a recording that was made elsewhere: a file is dropped or chosen, sent, and its session opened.
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { BATCH_MAX_BYTES } from '../../../core/limits.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import { formatBytes } from '../format/bytes.ts'
import { Dialog, DialogActions } from '../shell/dialog.tsx'
import classes from './import-dialog.module.css'
import { Imported } from './imported.tsx'
import { useImport } from './use-import.ts'

const WORDS = { reading: 'Reading the recording', uploading: 'Uploading', importing: 'Importing' }

type Props = { project: MemberProject; onClose: () => void }

export const ImportDialog = ({ project, onClose }: Props) => {
  const [file, setFile] = useState<File | null>(null)
  const [userId, setUserId] = useState('')
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const queries = useQueryClient()
  const { state, send, stop, reset } = useImport(project.projectId, () =>
    queries.invalidateQueries({ queryKey: ['sessions'] }),
  )
  const choose = (chosen: File | undefined) => {
    if (!chosen || state.step === 'sending') return
    reset()
    setFile(chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer.files[0])
  }
  const close = () => {
    stop()
    onClose()
  }
  if (state.step === 'done')
    return <Imported projectId={project.projectId} imported={state.imported} onClose={close} />
  const isSending = state.step === 'sending'
  const isLarge = file !== null && file.size > BATCH_MAX_BYTES
  const goesOn = isSending && state.doing !== 'uploading' && isLarge
  return (
    <Dialog title="Import recording" onClose={close} wide>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          A file with rrweb events, as a JSON array or an object with events, plain or gzip, up to 100 MB
          unpacked. What was typed is masked as in this project’s own recordings.
        </Text>
        <label
          className={classes.drop}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <IconFileImport size={26} stroke={1.5} aria-hidden="true" />
          {file ? (
            <span className={classes.name}>
              {file.name} <span className={classes.size}>{formatBytes(file.size)}</span>
            </span>
          ) : (
            <span>Drop a file here, or choose one</span>
          )}
          <input
            ref={chooser}
            className={classes.input}
            type="file"
            accept=".json,.gz,application/json,application/gzip"
            aria-label="Recording to import"
            disabled={isSending}
            onChange={(event) => choose(event.currentTarget.files?.[0])}
          />
        </label>
        <TextInput
          label="User"
          description="Your own id of who was recorded, if you know it."
          value={userId}
          maxLength={255}
          disabled={isSending}
          onChange={(event) => setUserId(event.currentTarget.value)}
        />
        {isSending && (
          <div>
            <progress
              className={classes.progress}
              aria-label="Import"
              {...(state.share !== null && { value: state.share })}
            />
            <Text size="xs" c="dimmed" role="status">
              {WORDS[state.doing]}
              {state.share === null ? '…' : `, ${Math.floor(state.share * 100)} %`}
              {goesOn && (state.share === null ? ' ' : '. ')}
              {goesOn && 'It goes on if you close this.'}
            </Text>
          </div>
        )}
        {state.step === 'failed' && (
          <Text size="sm" c="red" role="alert">
            {state.sentence}
          </Text>
        )}
        <DialogActions>
          <Button variant="default" onClick={close}>
            {goesOn ? 'Close' : isSending ? 'Stop' : 'Cancel'}
          </Button>
          <Button
            disabled={!file}
            loading={isSending}
            onClick={() => file && send(file, { userId: userId.trim() || undefined })}
          >
            Import
          </Button>
        </DialogActions>
      </Stack>
    </Dialog>
  )
}
