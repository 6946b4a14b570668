// A project's settings: to be changed by admins, to be read by everybody.
import { Alert } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { useTitle } from '../../app/use-title.ts'
import { formatMoment } from '../../format/time.ts'
import { SnippetField } from '../../projects/project-keys.tsx'
import classes from '../../projects/section.module.css'
import { Section } from '../../projects/section.tsx'
import { OfProject } from '../of-project.tsx'
import { offers } from '../offers.ts'
import { SettingsPage } from '../settings-page.tsx'
import { AccessForm } from './access-form.tsx'
import { AssetsForm } from './assets-form.tsx'
import { DeleteProject } from './delete-project.tsx'
import { GeneralForm } from './general-form.tsx'
import { IngestForm } from './ingest-form.tsx'
import { LimitsForm } from './limits-form.tsx'
import { PrivacyForm } from './privacy-form.tsx'
import { ProjectFacts } from './project-facts.tsx'
import { RecordingForm } from './recording-form.tsx'
import { RetentionForm } from './retention-form.tsx'
import { UserLoginsForm } from './user-logins-form.tsx'

export const ProjectPage = () => (
  <OfProject>{(project) => <Settings key={project.projectId} project={project} />}</OfProject>
)

const Settings = ({ project }: { project: MemberProject }) => {
  useTitle('Project', project.name)
  const offered = offers(project.role)
  return (
    <SettingsPage title={project.name}>
      {!project.ingest && (
        <Alert color="orange" icon={<IconPlayerPause aria-hidden="true" />} title="The ingest is off">
          What the sites send is thrown away.
        </Alert>
      )}
      <Section title="Install">
        <SnippetField publishableKey={project.publishableKey} />
      </Section>
      {offered.changeProject ? (
        <>
          <GeneralForm project={project} />
          <RecordingForm project={project} />
          <AssetsForm project={project} />
          <PrivacyForm project={project} />
          <AccessForm project={project} />
          <UserLoginsForm project={project} />
          <RetentionForm project={project} />
          <LimitsForm project={project} />
          <IngestForm project={project} />
        </>
      ) : (
        <ProjectFacts project={project} />
      )}
      <Section title="About">
        <dl className={classes.facts}>
          <dt>Project id</dt>
          <dd className="mono">{project.projectId}</dd>
          <dt>Created</dt>
          <dd>{formatMoment(project.createdAt)}</dd>
        </dl>
      </Section>
      {offered.deleteProject && <DeleteProject project={project} />}
    </SettingsPage>
  )
}
