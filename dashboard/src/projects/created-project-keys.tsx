// The three steps after a project was created: snippet, secret key, first visit.
import { Alert, Stack } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import type { CreatedProject } from '../../../core/projects/project.ts'
import { CopyField } from '../shell/copy-field.tsx'
import { SnippetField } from './project-keys.tsx'
import { Section } from './section.tsx'
import { WaitingForFirstSession } from './waiting-for-first-session.tsx'

export const CreatedProjectKeys = ({ created: { project, secretKey } }: { created: CreatedProject }) => (
  <>
    <Section title="1. Put the snippet on your site">
      <SnippetField project={project} />
    </Section>
    <Section title="2. Keep the secret key" hint="For your servers only. It never belongs in a page.">
      <Stack gap="sm">
        <CopyField value={secretKey} label="the secret key" />
        <Alert color="orange" variant="light" icon={<IconEyeOff />} title="Shown only now">
          Only a fingerprint of it is stored. Copy it to where your servers keep their secrets.
        </Alert>
      </Stack>
    </Section>
    <Section title="3. Open your site">
      <WaitingForFirstSession projectId={project.projectId} />
    </Section>
  </>
)
