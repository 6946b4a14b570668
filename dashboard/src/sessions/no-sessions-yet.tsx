// What a project shows before its first visitor: how to let them in.
import { Text, Title } from '@mantine/core'
import { IconWalk } from '@tabler/icons-react'
import type { MemberProject } from '../../../core/projects/project.ts'
import { SnippetField } from '../projects/project-keys.tsx'
import section from '../projects/section.module.css'
import shell from '../shell/shell.module.css'
import classes from './no-sessions-yet.module.css'

export const NoSessionsYet = ({ project }: { project: MemberProject }) => (
  <section className={classes.card}>
    <div className={shell.mark} aria-hidden="true">
      <IconWalk size={28} stroke={1.5} aria-hidden="true" />
    </div>
    <div>
      <Title order={2} size="h4">
        Nobody has been here yet
      </Title>
      <Text c="dimmed" mt={4}>
        Put the snippet on your site. The first visit shows here within seconds, without a reload.
      </Text>
    </div>
    <SnippetField publishableKey={project.publishableKey} />
    <div className={section.waiting}>
      <span className={section.pulse} aria-hidden="true" />
      <Text c="dimmed">Waiting for the first event…</Text>
    </div>
  </section>
)
