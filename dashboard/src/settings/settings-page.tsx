// One page of the settings: its title, what it is about, its sections.
import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from '../projects/section.module.css'

type Props = { title: string; text?: ReactNode; action?: ReactNode; children: ReactNode }

export const SettingsPage = ({ title, text, action, children }: Props) => (
  <div className={classes.page}>
    <div className={classes.head}>
      <div className={classes.headWords}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {text && (
          <Text c="dimmed" mt={4}>
            {text}
          </Text>
        )}
      </div>
      {action}
    </div>
    {children}
  </div>
)
