// The keys of a project: what each may do, whether it is used, and what can be done with it.
import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProjectKey } from '../../../../core/keys/project-key.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { keysQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import { SnippetField } from '../../projects/project-keys.tsx'
import { Section } from '../../projects/section.tsx'
import { OfProject } from '../of-project.tsx'
import { offers } from '../offers.ts'
import { QuerySection } from '../query-section.tsx'
import rows from '../rows.module.css'
import { SettingsPage } from '../settings-page.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { KeyRow } from './key-row.tsx'
import { RegenerateKeyDialog } from './regenerate-key-dialog.tsx'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'

export const KeysPage = () => (
  <OfProject>{(project) => <Keys key={project.projectId} project={project} />}</OfProject>
)

type Ask = { about: 'creation' } | { about: 'regeneration' | 'revocation'; key: ProjectKey }

/** Those that work come first, newest before older. */
const inOrder = (keys: ProjectKey[]): ProjectKey[] =>
  keys.toSorted(
    (a, b) => Number(b.status === 'active') - Number(a.status === 'active') || b.createdAt - a.createdAt,
  )

const Keys = ({ project }: { project: MemberProject }) => {
  useTitle('Keys', project.name)
  const { seeKeys, changeKeys } = offers(project.role)
  const [ask, setAsk] = useState<Ask | null>(null)
  const keys = useQuery({ ...keysQuery(project.projectId), enabled: seeKeys })
  const close = () => setAsk(null)

  return (
    <SettingsPage
      title="Keys"
      text="A publishable key stands in pages and may only send. A secret key is for servers, and may read too."
      action={
        changeKeys && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setAsk({ about: 'creation' })}
          >
            New key
          </Button>
        )
      }
    >
      <Section title="Snippet">
        <SnippetField publishableKey={project.publishableKey} />
      </Section>
      {seeKeys ? (
        <QuerySection title="Keys" query={keys}>
          {({ keys: all }) =>
            all.length === 0 ? (
              <Text c="dimmed">There is no key. Without one, nothing can be sent.</Text>
            ) : (
              <ul className={rows.rows}>
                {inOrder(all).map((key) => (
                  <KeyRow
                    key={key.keyId}
                    projectKey={key}
                    mayChange={changeKeys}
                    onRegenerate={() => setAsk({ about: 'regeneration', key })}
                    onRevoke={() => setAsk({ about: 'revocation', key })}
                  />
                ))}
              </ul>
            )
          }
        </QuerySection>
      ) : (
        <Text c="dimmed">Analysts and admins see the keys.</Text>
      )}
      {ask?.about === 'creation' && <CreateKeyDialog projectId={project.projectId} onClose={close} />}
      {ask?.about === 'regeneration' && <RegenerateKeyDialog projectKey={ask.key} onClose={close} />}
      {ask?.about === 'revocation' && <RevokeKeyDialog projectKey={ask.key} onClose={close} />}
    </SettingsPage>
  )
}
