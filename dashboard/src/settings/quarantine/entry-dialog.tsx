// One entry of the quarantine with its data, and the way back: asked once more before anything is sent.
import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { QuarantineEntry } from '../../../../core/quarantine/quarantine-list.ts'
import { quarantinedQuery } from '../../api/queries.ts'
import { countOf } from '../../format/count.ts'
import { formatMoment } from '../../format/time.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { QueryContent } from '../query-section.tsx'
import classes from './entry-dialog.module.css'
import { useRedrive } from './use-redrive.ts'

type Props = { projectId: string; entry: QuarantineEntry; onClose: () => void }

export const EntryDialog = ({ projectId, entry, onClose }: Props) => {
  const shown = useQuery(quarantinedQuery(projectId, entry.recordId))
  const [asks, setAsks] = useState(false)
  const redrive = useRedrive(projectId, entry.recordId)
  const { status } = redrive
  return (
    <Dialog title={entry.reason} onClose={onClose} wide>
      <Text size="sm" c="dimmed">
        {formatMoment(entry.quarantinedAt)} by <code>{entry.consumer}</code>
      </Text>
      {status !== 'done' && (
        <QueryContent query={shown}>
          {({ contents }) =>
            contents.map(({ sequenceNumber, sessionId, text, truncated }) => (
              <div key={sequenceNumber}>
                <Text size="xs" c="dimmed">
                  {sessionId ? `Session ${sessionId}` : 'No session'}
                  {truncated && ' · only its beginning is shown'}
                </Text>
                {/* What a stranger sent: a text and nothing else. */}
                <pre className={classes.text}>{text}</pre>
              </div>
            ))
          }
        </QueryContent>
      )}
      <ProblemAlert error={redrive.error} />
      {asks && status === undefined && (
        <Text>
          {countOf(entry.records, 'record')} of this project {entry.records === 1 ? 'goes' : 'go'} through the
          stream again, to every consumer. Who has it already keeps it once. This helps when what was wrong is
          put right.
        </Text>
      )}
      <Text role="status">
        {status === 'sent' &&
          'On the stream. It leaves the quarantine when its sessions are counted, mostly within a minute. You may close this: what is not counted by then stays, and can be sent again.'}
        {status === 'done' && 'Done: its sessions are counted, and it is out of the quarantine.'}
      </Text>
      <DialogActions>
        <Button variant="default" type="button" onClick={onClose}>
          Close
        </Button>
        {status === undefined && !asks && (
          <Button type="button" onClick={() => setAsks(true)}>
            Send again
          </Button>
        )}
        {((status === undefined && asks) || (status === 'sent' && redrive.error !== null)) && (
          <Button type="button" onClick={redrive.send} loading={redrive.isSending}>
            {status === 'sent' ? 'Try again' : `Yes, send ${entry.records === 1 ? 'it' : 'them'} again`}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
