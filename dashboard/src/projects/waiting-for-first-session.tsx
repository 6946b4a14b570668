// Looks every few seconds whether the site has sent something, and says so the moment it has.
import { Text } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { firstSessionQuery } from '../api/queries.ts'
import { personOf } from '../sessions/person.ts'
import { ButtonLink } from '../shell/links.tsx'
import classes from './section.module.css'

const LOOK_EVERY_MS = 3_000

export const WaitingForFirstSession = ({ projectId }: { projectId: string }) => {
  const { data, isError } = useQuery({
    ...firstSessionQuery(projectId),
    refetchInterval: ({ state }) => (state.data?.sessions.length ? false : LOOK_EVERY_MS),
  })
  const first = data?.sessions[0]
  return (
    <div className={classes.waiting} role="status">
      {first ? (
        <>
          <IconCircleCheckFilled size={22} color="var(--mantine-color-teal-6)" aria-hidden="true" />
          <Text fw={600} c="light-dark(var(--mantine-color-teal-8), var(--mantine-color-teal-4))" flex={1}>
            The first session is here.
          </Text>
          <ButtonLink
            to="/sessions/$sessionId"
            params={{ sessionId: first.sessionId }}
            search={{ project: projectId }}
            variant="light"
            color="teal"
          >
            Look at {personOf(first).name}
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
