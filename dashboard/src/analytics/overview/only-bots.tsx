// Says that a time in which nobody came was not quiet at all: programs came, and they are left out.
import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { countOf } from '../../format/count.ts'
import type { AnalyticsSearch } from '../search.ts'
import { overviewQuery } from './overview-questions.ts'

type Props = { projectId: string; search: AnalyticsSearch; onCount: () => void }

export const OnlyBots = ({ projectId, search, onCount }: Props) => {
  const { data } = useQuery(overviewQuery(projectId, { ...search, compare: 'none', bots: 'only' }))
  const sessions = data?.rows[0]?.sessions ?? 0
  if (sessions === 0) return null
  return (
    <Alert mb="md" title={`Only bots came in this time: ${countOf(sessions, 'session')}`}>
      Crawlers, scripts and browsers without a window are left out.{' '}
      <Button variant="default" size="compact-sm" onClick={onCount}>
        Count them, too
      </Button>
    </Alert>
  )
}
