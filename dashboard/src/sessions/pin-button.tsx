// Keeps a session until it is unpinned, and says who did so. What would go at once is said before it does.
import { Button, Tooltip } from '@mantine/core'
import { IconPin, IconPinFilled } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { MemberProject } from '../../../core/projects/project.ts'
import type { Session } from '../../../core/sessions/session.ts'
import { asProblem } from '../api/problem.ts'
import { sessionQuery } from '../api/queries.ts'
import { api } from '../app/services.ts'
import { lostByUnpinning, pinnedBy } from './pin-words.ts'

const ConfirmDialog = lazy(() =>
  import('../shell/confirm-dialog.tsx').then((part) => ({ default: part.ConfirmDialog })),
)

type Props = { project: MemberProject; session: Session; now: number }

export const PinButton = ({ project, session, now }: Props) => {
  const queries = useQueryClient()
  const { projectId } = project
  const { sessionId, pinned } = session
  const [asks, setAsks] = useState(false)
  const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}/pin`
  const { queryKey } = sessionQuery(projectId, sessionId)

  /** The lists have it in their rows, and one of them has only pinned ones. */
  const told = () => queries.invalidateQueries({ queryKey: ['sessions', projectId] })
  const lost = pinned && lostByUnpinning(session, project.retention, now)
  const change = useMutation({
    mutationFn: async (): Promise<void> => {
      if (pinned) await api.delete(path, { query: { projectId } })
      else queries.setQueryData(queryKey, await api.put<{ session: Session }>(path, { query: { projectId } }))
    },
    // What is gone must not be shown from memory.
    onSuccess: () => (lost ? queries.resetQueries({ queryKey }) : queries.invalidateQueries({ queryKey })),
    onSettled: told,
  })
  const says = change.error
    ? asProblem(change.error).message
    : pinned
      ? pinnedBy(pinned)
      : 'Keep this session beyond the days of the project'
  return (
    <>
      <Tooltip label={says} multiline maw={320} opened={change.error ? true : undefined}>
        <Button
          variant={pinned ? 'light' : 'default'}
          size="compact-md"
          fz="sm"
          leftSection={
            pinned ? <IconPinFilled size={16} aria-hidden="true" /> : <IconPin size={16} aria-hidden="true" />
          }
          aria-pressed={pinned !== null}
          loading={change.isPending}
          onClick={() => (lost ? setAsks(true) : change.mutate())}
        >
          {pinned ? 'Pinned' : 'Pin'}
        </Button>
      </Tooltip>
      {asks && lost && (
        <Suspense fallback={null}>
          <ConfirmDialog
            title="Unpin this session?"
            action="Unpin the session"
            onConfirm={() => change.mutateAsync()}
            onClose={() => setAsks(false)}
          >
            {lost}
          </ConfirmDialog>
        </Suspense>
      )}
    </>
  )
}
