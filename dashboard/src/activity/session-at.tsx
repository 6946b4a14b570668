// The way to the visit in which a user did something, if there is one.
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { SESSION_IDLE_MS } from '../../../core/limits.ts'
import { sessionAtQuery } from '../api/queries.ts'
import { TextLink } from '../shell/links.tsx'

type Props = { projectId: string; userId: string; at: number }

export const SessionAt = ({ projectId, userId, at }: Props) => {
  const { data, isPending, isError } = useQuery(sessionAtQuery(projectId, userId, at))
  if (isPending)
    return (
      <Text size="sm" c="dimmed" role="status">
        Looking for the visit…
      </Text>
    )
  const session = data?.sessions[0]
  // The newest that had begun by then may have been long over.
  if (isError || !session || session.lastSeenAt + SESSION_IDLE_MS < at)
    return (
      <Text size="sm" c="dimmed">
        {isError ? 'The visit could not be looked up.' : 'No visit is known of that moment.'}
      </Text>
    )
  return (
    <TextLink
      to="/sessions/$sessionId"
      params={{ sessionId: session.sessionId }}
      search={(all) => ({ project: all.project, at })}
      size="sm"
    >
      See this moment in the session
    </TextLink>
  )
}
