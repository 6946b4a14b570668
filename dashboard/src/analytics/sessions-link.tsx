// From a number to the sessions behind it, where the list can show exactly those.
import { IconListDetails } from '@tabler/icons-react'
import { ButtonLink } from '../shell/links.tsx'
import type { AnsweredRange } from './ask.ts'
import type { AnalyticsSearch } from './search.ts'
import { sessionsBehind } from './sessions-behind.ts'

type Props = { asked: AnalyticsSearch; range: Pick<AnsweredRange, 'from' | 'to'> }

export const SessionsLink = ({ asked, range }: Props) => {
  const search = sessionsBehind(asked, range)
  if (!search) return null
  return (
    <ButtonLink
      to="/sessions"
      search={search}
      size="compact-xs"
      variant="default"
      leftSection={<IconListDetails size={13} aria-hidden="true" />}
    >
      Sessions
    </ButtonLink>
  )
}
