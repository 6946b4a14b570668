// The tags that notes of the project have, to choose one of.
import { Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { asProblem } from '../../api/problem.ts'
import { tagsQuery } from '../../api/queries.ts'
import { Choices } from './choices.tsx'
import classes from './filter-bar.module.css'

type Props = { chosen: string | undefined; onChoose: (tag: string) => void }

export const TagEditor = ({ chosen, onChoose }: Props) => {
  const { project } = useRouteContext({ from: '/member/project' })
  const { data, error } = useQuery(tagsQuery(project.projectId))
  if (error)
    return (
      <Text size="sm" c="red" role="alert">
        {asProblem(error).message}
      </Text>
    )
  if (!data) return <Loader size="sm" aria-label="Loading the tags" />
  if (data.tags.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No note has a tag yet. Tags are given with a note, beside a session’s player.
      </Text>
    )
  return (
    <div className={classes.tags}>
      <Choices
        choices={data.tags.map((tag) => ({ value: tag, label: tag }))}
        chosen={chosen}
        onChoose={onChoose}
      />
    </div>
  )
}
