// The session as a test, to read, to copy and to keep as a file.
import { Button, Code, CopyButton, SegmentedControl, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Session } from '../../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import { formatClock } from '../../format/clock.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import { asPlaywright } from './as-playwright.ts'
import classes from './script-dialog.module.css'

type Props = {
  session: Session
  events: readonly SessionEvent[]
  /** Whether all events are read. */
  complete: boolean
  /** The moment that is shown. */
  at: number
  from: number
  onClose: () => void
}

const save = (script: string, sessionId: string): void => {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `session-${sessionId.slice(0, 8)}.spec.ts`
  link.click()
  // The download has begun by then, and holds the content itself.
  setTimeout(() => URL.revokeObjectURL(url))
}

export const ScriptDialog = ({ session, events, complete, at, from, onClose }: Props) => {
  const [reach, setReach] = useState(at > from + 1_000 ? 'here' : 'all')
  const script = useMemo(
    () => asPlaywright({ session, events, from, until: reach === 'here' ? at : undefined }),
    [session, events, from, reach, at],
  )
  return (
    <Dialog title="As a Playwright test" onClose={onClose} wide>
      <Text c="dimmed">
        What was clicked, typed and opened, as steps that a test does again. What was masked in the page is a
        placeholder to fill in.
      </Text>
      <SegmentedControl
        value={reach}
        onChange={setReach}
        aria-label="How much of the session"
        data={[
          { value: 'here', label: `Up to ${formatClock(at - from)}` },
          { value: 'all', label: 'The whole session' },
        ]}
      />
      <Code block className={classes.script} tabIndex={0} aria-label="The test">
        {script}
      </Code>
      {!complete && (
        <Text size="xs" c="dimmed" role="status">
          Later events are still being read.
        </Text>
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => save(script, session.sessionId)}
        >
          Save as a file
        </Button>
        <CopyButton value={script} timeout={2_000}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={
                copied ? (
                  <IconCheck size={16} aria-hidden="true" />
                ) : (
                  <IconCopy size={16} aria-hidden="true" />
                )
              }
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </DialogActions>
    </Dialog>
  )
}
