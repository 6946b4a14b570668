// Who watched a session, and when: for admins.
import { Button, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Watcher } from '../../../core/sessions/watcher.ts'
import { asProblem } from '../api/problem.ts'
import { countOf } from '../format/count.ts'
import { formatExact, formatMoment } from '../format/time.ts'
import { type Where, watchersQuery } from '../replay/fetch/replay-queries.ts'
import { Dialog, DialogActions } from '../shell/dialog.tsx'
import { TextLink } from '../shell/links.tsx'
import classes from './watchers-dialog.module.css'

const Row = ({ watcher: { kind, id, name, firstAt, lastAt, times } }: { watcher: Watcher }) => (
  <li className={classes.row} data-watcher={id}>
    <span className={classes.name}>{kind === 'key' ? `A server, by the key ${name}` : name}</span>
    <Text span size="xs" c="dimmed" title={formatExact(lastAt)}>
      {times === 1
        ? formatMoment(lastAt)
        : `${countOf(times, 'time')}, first ${formatMoment(firstAt)}, last ${formatMoment(lastAt)}`}
    </Text>
  </li>
)

export const WatchersDialog = ({ where, onClose }: { where: Where; onClose: () => void }) => {
  const { data, error } = useQuery(watchersQuery(where))
  return (
    <Dialog title="Watched by" onClose={onClose} wide>
      <Text size="sm" c="dimmed">
        Who opened the recording while logged in. Who looks again within an hour is counted once; who opened a
        public link is not known.
      </Text>
      {error && (
        <Text size="sm" c="red" role="alert">
          {asProblem(error).message}
        </Text>
      )}
      {!data && !error && <Skeleton height={56} mt="sm" aria-label="Loading who watched" />}
      {data?.watchers.length === 0 && <Text mt="sm">Nobody has watched it yet.</Text>}
      {data && data.watchers.length > 0 && (
        <ul className={classes.rows}>
          {data.watchers.map((watcher) => (
            <Row key={watcher.id} watcher={watcher} />
          ))}
        </ul>
      )}
      <DialogActions>
        <TextLink
          to="/settings/audit-log"
          search={({ project }) => ({ project, session: where.sessionId })}
          size="sm"
          className={classes.more}
        >
          In the audit log
        </TextLink>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  )
}
