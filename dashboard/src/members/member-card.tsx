// The card in the middle of the pages that need no login.
import { Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Logo } from '../shell/logo.tsx'
import classes from './member-card.module.css'

type Props = { title: string; text: ReactNode; children: ReactNode; foot?: ReactNode }

export const MemberCard = ({ title, text, children, foot }: Props) => (
  <main className={classes.page}>
    <Paper className={classes.card} withBorder>
      <Logo size={40} />
      <Title order={1} size="h3" mt="md">
        {title}
      </Title>
      <Text c="dimmed" mb="lg" mt={4}>
        {text}
      </Text>
      {children}
      {foot && (
        <Text component="div" className={classes.foot}>
          {foot}
        </Text>
      )}
    </Paper>
  </main>
)
