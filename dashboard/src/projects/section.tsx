// A titled block of a page about a project.
import { Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './section.module.css'

type Props = { title: string; hint?: ReactNode; children: ReactNode }

export const Section = ({ title, hint, children }: Props) => (
  <Paper component="section" withBorder className={classes.section}>
    <Title order={2} size="h5">
      {title}
    </Title>
    {hint && (
      <Text c="dimmed" size="sm" mt={2}>
        {hint}
      </Text>
    )}
    <div className={classes.body}>{children}</div>
  </Paper>
)
