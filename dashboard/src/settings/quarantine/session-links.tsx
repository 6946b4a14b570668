// The sessions that an entry of the quarantine belongs to; what is no session's id is only told.
import { Link } from '@tanstack/react-router'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

type Props = { projectId: string; sessionIds: string[] }

export const SessionLinks = ({ projectId, sessionIds }: Props) =>
  sessionIds.map((sessionId, n) => (
    <span key={sessionId}>
      {n > 0 && ', '}
      {UUID.test(sessionId) ? (
        <Link
          to="/sessions/$sessionId"
          params={{ sessionId }}
          search={{ project: projectId }}
          className="mono"
          aria-label={`Session ${sessionId}`}
        >
          {sessionId.slice(0, 8)}
        </Link>
      ) : (
        <code>{sessionId.slice(0, 60)}</code>
      )}
    </span>
  ))
