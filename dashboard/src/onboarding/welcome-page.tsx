// The way of a new member: organisation, project, keys, snippet, first event. Whoever comes back goes on where it stopped.
import { Button } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useNavigate, useRouteContext, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { maySee } from '../../../core/projects/may-see.ts'
import type { CreatedProject, MemberProject } from '../../../core/projects/project.ts'
import { refreshAccount } from '../app/refresh-account.ts'
import { rememberProject } from '../app/remembered-project.ts'
import { useTitle } from '../app/use-title.ts'
import { reaches } from '../members/roles.ts'
import { CreateProjectForm } from '../projects/create-project-form.tsx'
import { SnippetField } from '../projects/project-keys.tsx'
import { SecretField } from '../projects/secret-field.tsx'
import classes from '../projects/section.module.css'
import { Section } from '../projects/section.tsx'
import { WaitingForFirstSession } from '../projects/waiting-for-first-session.tsx'
import { CreateOrganisationForm } from '../settings/organisation/create-organisation-form.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'
import { ButtonLink, TextLink } from '../shell/links.tsx'
import { Notice } from '../shell/notice.tsx'
import { beginOnboarding, endOnboarding, onboardingProject } from './onboarding-project.ts'
import { onboardingStep } from './onboarding-step.ts'
import { Steps } from './steps.tsx'

export const WelcomePage = () => {
  useTitle('Welcome')
  const { organisations, projects } = useRouteContext({ from: '/member' })
  const router = useRouter()
  const navigate = useNavigate({ from: '/welcome' })
  // Kept by this page alone: the secret key is never shown again.
  const [created, setCreated] = useState<CreatedProject | null>(null)
  const begun = created?.project.projectId ?? onboardingProject()
  const step = onboardingStep({ organisations, projects, begun, secretShown: created !== null })

  const show = (fresh: CreatedProject) => {
    const { projectId } = fresh.project
    beginOnboarding(projectId)
    rememberProject(projectId)
    setCreated(fresh)
    void navigate({ search: { project: projectId }, replace: true, resetScroll: false })
  }

  if (step === 'waiting')
    return (
      <Notice
        icon={<IconUsers size={28} stroke={1.5} aria-hidden="true" />}
        title="No project yet"
        text={`${organisations[0]?.name ?? 'Your organisation'} has no project. As soon as one of its admins has made one, you see it here.`}
      >
        <Button
          onClick={async () => {
            await refreshAccount()
            await router.navigate({ to: '/' })
          }}
        >
          Look again
        </Button>
        <TextLink to="/organisations/new" size="sm">
          Make an organisation of your own
        </TextLink>
      </Notice>
    )
  return (
    <div className={classes.centered}>
      <Steps current={step} />
      <div className={classes.afterSteps}>
        {step === 'organisation' && (
          <SettingsPage
            title="Welcome to Playhead"
            text="An organisation owns your projects, and its members see them. Call it as your team or company is called."
          >
            <CreateOrganisationForm onCreated={() => void router.invalidate()} />
          </SettingsPage>
        )}
        {step === 'project' && (
          <SettingsPage
            title="Create your first project"
            text="A project is one site or app. It has its own keys, and its visits are kept apart from all others."
          >
            <CreateProjectForm
              organisations={organisations.filter(({ role }) => reaches(role, 'admin'))}
              onCreated={show}
            />
          </SettingsPage>
        )}
        {step === 'keys' && created && <KeysStep created={created} onNext={() => setCreated(null)} />}
        {step === 'snippet' && <SnippetStep project={projectOf(projects, begun)} />}
      </div>
    </div>
  )
}

const projectOf = (projects: MemberProject[], begun: string | null): MemberProject | undefined =>
  projects.find(({ projectId }) => projectId === begun) ?? projects[0]

const KeysStep = ({ created, onNext }: { created: CreatedProject; onNext: () => void }) => (
  <SettingsPage
    title="Two keys"
    text="Both are made already. More are made, and these revoked, in the settings."
  >
    <Section title="Secret key" hint="For your servers only. It never belongs in a page.">
      <SecretField secret={created.secretKey} label="the secret key" />
    </Section>
    <Section
      title="Publishable key"
      hint="Stands in your pages, where anybody may see it: it can only send events, and only from your sites. The snippet has it already."
    >
      <code className={classes.key}>{created.project.publishableKey}</code>
    </Section>
    <Button className={classes.begin} onClick={onNext}>
      I have kept the secret key
    </Button>
  </SettingsPage>
)

const SnippetStep = ({ project }: { project: MemberProject | undefined }) =>
  project && (
    <SettingsPage
      title={`Put the snippet on ${project.name}`}
      text="The first visit shows here within seconds, without a reload."
    >
      <Section title="Snippet">
        <SnippetField publishableKey={project.publishableKey} />
      </Section>
      <Section title="Open your site">
        <WaitingForFirstSession
          projectId={project.projectId}
          may={maySee(project.role, project.access)}
          onArrived={endOnboarding}
        />
      </Section>
      <ButtonLink
        to="/sessions"
        search={{ project: project.projectId }}
        variant="default"
        className={classes.begin}
        onClick={endOnboarding}
      >
        To the sessions
      </ButtonLink>
    </SettingsPage>
  )
