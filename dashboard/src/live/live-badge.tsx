// Whether what is on screen keeps itself up to date, and how.
import { Badge } from '@mantine/core'
import type { LiveStatus } from './live-socket.ts'

const words: Record<Exclude<LiveStatus, 'off'>, { text: string; color: string; hint: string }> = {
  connecting: { text: 'Connecting', color: 'gray', hint: 'Opening the live connection.' },
  live: { text: 'Live', color: 'teal', hint: 'Changes appear here as they happen.' },
  down: {
    text: 'Reconnecting',
    color: 'orange',
    hint: 'The live connection is lost. Until it is back, this page asks every 5 seconds.',
  },
}

export const LiveBadge = ({ status }: { status: LiveStatus }) => {
  if (status === 'off') return null
  const { text, color, hint } = words[status]
  return (
    <Badge
      variant="dot"
      color={color}
      tt="none"
      fw={500}
      role="status"
      title={hint}
      data-live-status={status}
    >
      {text}
    </Badge>
  )
}
