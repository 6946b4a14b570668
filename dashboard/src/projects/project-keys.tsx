// What a site needs to send its visits: the snippet with the publishable key.
import { Stack, Text } from '@mantine/core'
import { CopyField } from '../shell/copy-field.tsx'
import { TextLink } from '../shell/links.tsx'
import { embedSnippet } from './embed-snippet.ts'

type Props = {
  /** Null when none of the project's works. */
  publishableKey: string | null
}

export const SnippetField = ({ publishableKey }: Props) =>
  publishableKey === null ? (
    <Text c="dimmed">
      This project has no publishable key that works, and without one no page can send.{' '}
      <TextLink to="/settings/keys" size="sm">
        Make a key
      </TextLink>
      .
    </Text>
  ) : (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Paste this line into the <code>&lt;head&gt;</code> of every page:
      </Text>
      <CopyField value={embedSnippet(location.origin, publishableKey)} label="the snippet" />
    </Stack>
  )
