// Waits for what the site sends first, by socket and, while that is down, by asking; then leads to the session.
import { Text } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { MAY_ALL, type May } from '../../../core/projects/may-see.ts'
import { firstSessionQuery } from '../api/queries.ts'
import { queryClient } from '../app/services.ts'
import { useLive } from '../live/use-live.ts'
import { usePollWhileDown } from '../live/use-poll-while-down.ts'
import { ButtonLink } from '../shell/links.tsx'
import classes from './section.module.css'

/** Whoever has created the project sees all of it. */
type Props = { projectId: string; may?: May; onArrived?: () => void }

export const WaitingForFirstSession = ({ projectId, may = MAY_ALL, onArrived }: Props) => {
  const { data, isError, refetch } = useQuery(firstSessionQuery(projectId))
  const first = data?.sessions[0]
  const watch = first || !data || !may.live ? null : ({ event: 'watch_sessions' } as const)
  const status = useLive(projectId, watch, (frame) => {
    if (frame.event !== 'session_update' || frame.data.session.projectId !== projectId) return
    const { session } = frame.data
    queryClient.setQueryData(firstSessionQuery(projectId).queryKey, {
      sessions: [session],
      nextCursor: null,
      searchedTo: null,
    })
  })
  const look = () => void refetch()
  // To whom nothing is pushed, asks as if the socket were down.
  usePollWhileDown(first ? 'off' : isError || !may.live ? 'down' : status, look)

  // What came before the socket was open was told to nobody.
  const catchUp = useEffectEvent(look)
  useEffect(() => {
    if (status === 'live') catchUp()
  }, [status])
  const arrived = useEffectEvent(() => onArrived?.())
  const here = first !== undefined
  useEffect(() => {
    if (here) arrived()
  }, [here])

  return (
    <div className={classes.waiting} role="status" data-arrived={here || undefined}>
      {first ? (
        <>
          <IconCircleCheckFilled size={22} color="var(--mantine-color-teal-6)" aria-hidden="true" />
          <Text fw={600} c="var(--mantine-color-teal-light-color)" flex="1 1 10rem">
            The first event is here.
          </Text>
          <ButtonLink
            to="/sessions/$sessionId"
            params={{ sessionId: first.sessionId }}
            search={{ project: projectId }}
            color="teal"
          >
            Open the session
          </ButtonLink>
        </>
      ) : (
        <>
          <span className={classes.pulse} aria-hidden="true" />
          <Text c="dimmed">
            {isError
              ? 'The server does not answer just now. Still trying…'
              : 'Waiting for the first event… open your site in another tab.'}
          </Text>
        </>
      )}
    </div>
  )
}
