// A question that failed, told in the place of its answer; the others stay.
import { Button, Text } from '@mantine/core'
import { asProblem } from '../api/problem.ts'
import classes from './analytics.module.css'

type Props = { query: { error: unknown; isFetching: boolean; refetch: () => unknown } }

export const CardProblem = ({ query: { error, isFetching, refetch } }: Props) => {
  const { title, message, fields } = asProblem(error)
  const named = fields.map(({ field, message: wrong }) => `${field} ${wrong}`).join('; ')
  return (
    <div className={classes.fault} role="alert">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw={420}>
        {named || message}
      </Text>
      <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => void refetch()}>
        Try again
      </Button>
    </div>
  )
}
