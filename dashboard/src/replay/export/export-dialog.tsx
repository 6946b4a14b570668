// Exports a session, and says how far it is.
import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { Session } from '../../../../core/sessions/session.ts'
import { asProblem } from '../../api/problem.ts'
import { formatDuration } from '../../format/duration.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import type { Where } from '../fetch/replay-queries.ts'
import type { Handed } from '../handed.ts'
import { exportSession, NothingToExport, saveFile, TooLargeToExport } from './export-session.ts'

type Props = { where: Where; session: Session; replay: Replay; part?: Handed; onClose: () => void }

const saysOf = (error: unknown): string =>
  error instanceof TooLargeToExport || error instanceof NothingToExport
    ? error.message
    : asProblem(error).message

export const ExportDialog = ({ where, session, replay, part, onClose }: Props) => {
  const [share, setShare] = useState(0)
  const [leaving] = useState(() => new AbortController())
  useEffect(() => () => leaving.abort(), [leaving])
  const exporting = useMutation({
    mutationFn: () => exportSession({ where, session, replay, part }, setShare, leaving.signal),
    onSuccess: saveFile,
  })
  const { isPending, isSuccess, error } = exporting
  return (
    <Dialog title={part ? 'Export this highlight' : 'Export this session'} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          One HTML file that plays in any browser, without a network. It holds{' '}
          {part
            ? `${formatDuration(part.to - part.from)} of what was recorded, and nothing of before or after,`
            : 'what was recorded'}{' '}
          as your masking rules left it, and knows nothing of later erasures: pass it on as you would the
          recording itself.
        </Text>
        {error && (
          <Text size="sm" c="red" role="alert">
            {saysOf(error)}
          </Text>
        )}
        <Text size="sm" role="status">
          {isPending && `Gathering the recording, ${Math.round(share * 100)} %`}
          {isSuccess && 'The file is saved.'}
        </Text>
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button loading={isPending} onClick={() => exporting.mutate()}>
            Save as a file
          </Button>
        </DialogActions>
      </Stack>
    </Dialog>
  )
}
