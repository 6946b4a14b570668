// One sentence in the middle of the screen, with a picture and a way on: nothing found, nothing here yet.
import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './shell.module.css'

type Props = { icon: ReactNode; title: string; text: ReactNode; children?: ReactNode; inPage?: boolean }

export const Notice = ({ icon, title, text, children, inPage }: Props) => (
  <div className={classes.center} data-in-page={inPage || undefined}>
    <div className={classes.mark} aria-hidden="true">
      {icon}
    </div>
    <Title order={inPage ? 2 : 1} size={inPage ? 'h4' : 'h3'}>
      {title}
    </Title>
    <Text c="dimmed" maw={440}>
      {text}
    </Text>
    {children}
  </div>
)
