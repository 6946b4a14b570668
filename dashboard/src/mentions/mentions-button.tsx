// The bell in the header: how many notes mention one that one has not read, and the way to them.
import { ActionIcon } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { mentionsQuery } from '../replay/keep/keep-requests.ts'
import { MenuOnDemand } from '../shell/menu-on-demand.tsx'
import classes from './mentions.module.css'

const fetchMenu = () => import('./mentions-menu.tsx').then((part) => ({ default: part.MentionsMenu }))
const MentionsMenu = lazy(fetchMenu)

export const MentionsButton = ({ projectId }: { projectId: string }) => {
  const { data } = useQuery(mentionsQuery(projectId))
  const unread = data?.unread ?? 0
  const label = unread > 0 ? `Mentions, ${unread} unread` : 'Mentions'
  const button = (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} data-unread={unread || undefined}>
      <IconAt size={18} stroke={1.75} aria-hidden="true" />
      {unread > 0 && (
        <span className={classes.unread} aria-hidden="true">
          {unread}
        </span>
      )}
    </ActionIcon>
  )
  if (!data || data.mentions.length === 0) return null
  return (
    <MenuOnDemand button={button} fetchMenu={() => void fetchMenu()}>
      <MentionsMenu button={button} projectId={projectId} />
    </MenuOnDemand>
  )
}
