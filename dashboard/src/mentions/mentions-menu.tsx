// The newest notes that mention a member; opened, all of them are read.
import { Menu, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { formatAgo } from '../format/time.ts'
import { mentionsQuery, readMentions } from '../replay/keep/keep-requests.ts'
import { FetchedMenu, type MenuButton } from '../shell/fetched-menu.tsx'
import classes from './mentions.module.css'

type Props = { button: MenuButton; projectId: string }

export const MentionsMenu = ({ button, projectId }: Props) => {
  const { data } = useQuery(mentionsQuery(projectId))
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [news] = useState(
    () => new Set(data?.mentions.flatMap(({ note, unread }) => (unread ? note.noteId : []))),
  )
  const reading = useMutation({
    mutationFn: (readTo: number) => readMentions(projectId, readTo),
    onSuccess: () => queries.invalidateQueries({ queryKey: mentionsQuery(projectId).queryKey }),
  })
  const newest = data?.mentions[0]
  const { mutate } = reading
  useEffect(() => {
    if (newest?.unread) mutate(newest.note.createdAt)
  }, [newest, mutate])
  return (
    <FetchedMenu button={button} width={340} position="bottom-end">
      <Menu.Dropdown>
        <Menu.Label>Notes that mention you</Menu.Label>
        <div className={classes.list}>
          {data?.mentions.map(({ note }) => (
            <Menu.Item
              key={note.noteId}
              data-new={news.has(note.noteId) || undefined}
              className={classes.mention}
              onClick={() =>
                void navigate({
                  to: '/sessions/$sessionId',
                  params: { sessionId: note.sessionId },
                  search: { project: projectId, panel: 'notes', at: note.at },
                })
              }
            >
              <Text size="sm" lineClamp={2}>
                {note.text}
              </Text>
              <Text size="xs" c="dimmed">
                {note.author.email}, {formatAgo(note.createdAt, Date.now())}
              </Text>
            </Menu.Item>
          ))}
        </div>
      </Menu.Dropdown>
    </FetchedMenu>
  )
}
