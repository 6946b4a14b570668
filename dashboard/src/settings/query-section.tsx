// A section whose content has to be fetched: a skeleton before it is there, the reason when it does not come.
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asProblem } from '../api/problem.ts'
import { Section } from '../projects/section.tsx'

type Props<Data> = {
  title: string
  hint?: ReactNode
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'isFetching' | 'refetch'>
  children: (data: Data) => ReactNode
}

export const QuerySection = <Data,>({ title, hint, query, children }: Props<Data>) => (
  <Section title={title} hint={hint}>
    <QueryContent query={query}>{children}</QueryContent>
  </Section>
)

export const QueryContent = <Data,>({ query, children }: Pick<Props<Data>, 'query' | 'children'>) => {
  const { data, error, isFetching, refetch } = query
  if (data !== undefined) return children(data)
  if (error === null)
    return (
      <Stack gap="xs" role="status" aria-label="Loading">
        <Skeleton height={40} />
        <Skeleton height={40} />
      </Stack>
    )
  const { title, message } = asProblem(error)
  return (
    <Group role="alert" justify="space-between">
      <Text>
        <b>{title}.</b> {message}
      </Text>
      <Button variant="default" onClick={() => void refetch()} loading={isFetching}>
        Try again
      </Button>
    </Group>
  )
}
