// What a site needs to send its visits: the snippet and the publishable key.
import { Stack, Text } from '@mantine/core'
import type { MemberProject } from '../../../core/projects/project.ts'
import { CopyField } from '../shell/copy-field.tsx'
import { embedSnippet } from './embed-snippet.ts'

export const SnippetField = ({ project }: { project: MemberProject }) => (
  <Stack gap="xs">
    <Text size="sm" c="dimmed">
      Paste this line into the <code>&lt;head&gt;</code> of every page:
    </Text>
    <CopyField value={embedSnippet(location.origin, project.publishableKey)} label="the snippet" />
  </Stack>
)
