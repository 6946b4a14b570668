// A failed request in words, with the number to quote and a button to try again.
import { Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react'
import type { ApiProblem } from '../api/problem.ts'
import { Notice } from './notice.tsx'

type Props = { problem: ApiProblem; onRetry: () => void; busy?: boolean }

export const ProblemNotice = ({ problem, onRetry, busy }: Props) => {
  const Icon = problem.status === 0 ? IconPlugConnectedX : IconAlertTriangle
  return (
    <div role="alert">
      <Notice
        icon={<Icon size={28} stroke={1.5} aria-hidden="true" />}
        title={problem.title}
        text={problem.message}
      >
        <Button
          leftSection={<IconRefresh size={16} aria-hidden="true" />}
          onClick={onRetry}
          loading={busy}
          mt="xs"
        >
          Try again
        </Button>
        {problem.requestId && (
          <Text size="xs" c="dimmed" className="mono">
            Request {problem.requestId}
          </Text>
        )}
      </Notice>
    </div>
  )
}
