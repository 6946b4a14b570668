// What came of an import: what was left out of the file and why, and the way to the session as soon as it is there.
import { Button, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ImportedRecording } from '../../../core/imports/recording-import.ts'
import { sessionEventsPage, sessionQuery } from '../api/queries.ts'
import { countOf } from '../format/count.ts'
import { formatDuration } from '../format/duration.ts'
import { formatMoment } from '../format/time.ts'
import { Dialog, DialogActions } from '../shell/dialog.tsx'
import { ButtonLink } from '../shell/links.tsx'
import classes from './import-dialog.module.css'

/** Milliseconds between two looks whether the pipeline has made the session. */
const LOOK_AGAIN_MS = 1_000

type Props = { projectId: string; imported: ImportedRecording; onClose: () => void }

export const Imported = ({ projectId, imported, onClose }: Props) => {
  const { sessionId, accepted, rejected, durationMs, recordedFrom } = imported
  // Two consumers make it, each at its pace: its row in the list, and what happened in it.
  const { data: isThere = false } = useQuery({
    queryKey: ['imported', projectId, sessionId],
    queryFn: async ({ signal, client }) => {
      await client.fetchQuery({ ...sessionQuery(projectId, sessionId), retry: false })
      const { events } = await sessionEventsPage(projectId, sessionId, undefined, null, signal)
      return events.length > 0
    },
    retry: false,
    refetchInterval: ({ state }) => (state.data ? false : LOOK_AGAIN_MS),
  })
  return (
    <Dialog title="The recording is imported" onClose={onClose} wide>
      <Stack gap="md">
        <Text size="sm">
          {countOf(accepted, 'event')} in {formatDuration(durationMs)}, recorded {formatMoment(recordedFrom)}.
          In the list the session ends now, so that it is kept as long as any other from today on.
        </Text>
        {rejected.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              Left out
            </Text>
            <ul className={classes.rejected}>
              {rejected.map(({ reason, count, first, text }) => (
                <li key={reason}>
                  {countOf(count, 'event')}, the first at place {first + 1}: {text}
                </li>
              ))}
            </ul>
          </div>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {isThere ? (
            <ButtonLink
              to="/sessions/$sessionId"
              params={{ sessionId }}
              search={(all) => ({ project: all.project })}
            >
              Open the session
            </ButtonLink>
          ) : (
            <Button disabled leftSection={<Loader size="xs" />}>
              Waiting for the session
            </Button>
          )}
        </DialogActions>
      </Stack>
    </Dialog>
  )
}
