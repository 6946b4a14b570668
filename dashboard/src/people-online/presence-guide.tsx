// What a project shows while nobody is online: how a site tells who of its users is there.
import { Text, Title } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { CopyField } from '../shell/copy-field.tsx'
import { TextLink } from '../shell/links.tsx'
import shell from '../shell/shell.module.css'
import classes from './people.module.css'
import { pageSnippet, serverSnippet } from './presence-snippets.ts'

export const PresenceGuide = () => (
  <section className={classes.guide}>
    <div className={shell.mark} aria-hidden="true">
      <IconUserCheck size={28} stroke={1.5} aria-hidden="true" />
    </div>
    <div>
      <Title order={2} size="h4">
        None of your users is online right now
      </Title>
      <Text c="dimmed" mt={4}>
        Whoever comes shows here at once. If your site does not tell it yet, it takes two steps.
      </Text>
    </div>
    <ol className={classes.steps}>
      <li>
        <Text size="sm" mb="xs">
          Your server vouches for the user who is logged in there. Its{' '}
          <TextLink to="/settings/keys" size="sm">
            secret key
          </TextLink>{' '}
          never reaches a page.
        </Text>
        <CopyField value={serverSnippet(location.origin)} label="what the server does" />
      </li>
      <li>
        <Text size="sm" mb="xs">
          Your page, which embeds the tracker, hands the token over.
        </Text>
        <CopyField value={pageSnippet} label="what the page does" />
      </li>
    </ol>
  </section>
)
