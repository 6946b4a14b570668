// The three steps after a project was created: snippet, secret key, first visit.
import type { CreatedProject } from '../../../core/projects/project.ts'
import { SnippetField } from './project-keys.tsx'
import { SecretField } from './secret-field.tsx'
import { Section } from './section.tsx'
import { WaitingForFirstSession } from './waiting-for-first-session.tsx'

export const CreatedProjectKeys = ({ created: { project, secretKey } }: { created: CreatedProject }) => (
  <>
    <Section title="1. Put the snippet on your site">
      <SnippetField publishableKey={project.publishableKey} />
    </Section>
    <Section title="2. Keep the secret key" hint="For your servers only. It never belongs in a page.">
      <SecretField secret={secretKey} label="the secret key" />
    </Section>
    <Section title="3. Open your site">
      <WaitingForFirstSession projectId={project.projectId} />
    </Section>
  </>
)
