// A project's facts: name, sites, publishable key, snippet.
import { Badge, Text, Title } from '@mantine/core'
import { useRouteContext } from '@tanstack/react-router'
import { useTitle } from '../app/use-title.ts'
import { formatExact } from '../format/time.ts'
import { CopyField } from '../shell/copy-field.tsx'
import { SnippetField } from './project-keys.tsx'
import classes from './section.module.css'
import { Section } from './section.tsx'

export const ProjectPage = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  useTitle('Project', project.name)
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1} size="h3">
          {project.name}
        </Title>
      </div>
      <Section title="Install">
        <SnippetField project={project} />
      </Section>
      <Section
        title="Publishable key"
        hint="Part of the snippet. It can only send events, and only from the sites below."
      >
        <CopyField value={project.publishableKey} label="the publishable key" />
      </Section>
      <Section title="Sites" hint="Pages of these sites may send with the publishable key.">
        {project.origins.length > 0 ? (
          <ul className={classes.origins}>
            {project.origins.map((origin) => (
              <li key={origin}>
                <Badge variant="light" color="gray" size="lg" tt="none" fw={500} className="mono">
                  {origin}
                </Badge>
              </li>
            ))}
          </ul>
        ) : (
          <Text c="dimmed">None yet.</Text>
        )}
      </Section>
      <Section title="About">
        <dl className={classes.facts}>
          <dt>Project id</dt>
          <dd className="mono">{project.projectId}</dd>
          <dt>Created</dt>
          <dd>{formatExact(project.createdAt)}</dd>
        </dl>
      </Section>
    </div>
  )
}
