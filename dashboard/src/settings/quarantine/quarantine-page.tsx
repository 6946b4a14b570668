// What of a project could not be read or delivered, and the way back.
import { Button, Text } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { QuarantineEntry } from '../../../../core/quarantine/quarantine-list.ts'
import { quarantineQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import classes from '../../projects/section.module.css'
import { Section } from '../../projects/section.tsx'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { OfProject } from '../of-project.tsx'
import { offers } from '../offers.ts'
import { QueryContent } from '../query-section.tsx'
import rows from '../rows.module.css'
import { SettingsPage } from '../settings-page.tsx'
import { EntryDialog } from './entry-dialog.tsx'
import { EntryRow } from './entry-row.tsx'

export const QuarantinePage = () => (
  <OfProject>{(project) => <Quarantine key={project.projectId} project={project} />}</OfProject>
)

const AllWell = () => (
  <div className={rows.names}>
    <IconCircleCheckFilled size={20} color="var(--mantine-color-teal-6)" aria-hidden="true" />
    <Text>
      All is well: nothing of this project waits here. Everything that was sent could be read and stored.
    </Text>
  </div>
)

const Quarantine = ({ project: { projectId, name, role } }: { project: MemberProject }) => {
  useTitle('Quarantine', name)
  const offered = offers(role).seeQuarantine
  const [opened, setOpened] = useState<QuarantineEntry | null>(null)
  const query = useInfiniteQuery({ ...quarantineQuery(projectId), enabled: offered })
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query
  return (
    <SettingsPage title="Quarantine" text={`What was sent to ${name} and could not be read or stored.`}>
      {offered ? (
        <Section
          title="Waiting"
          hint="Nothing is thrown away: it is kept whole, with its reason, until it is sent again or its time is over. What names no project is not here; whoever runs Playhead finds it by npm run redrive. That somebody opened an entry, or sent it again, is in the audit log."
        >
          <QueryContent query={query}>
            {({ pages }) => {
              const entries = pages.flatMap((page) => page.entries)
              return (
                <>
                  {entries.length > 0 && (
                    <ul className={rows.rows}>
                      {entries.map((entry) => (
                        <EntryRow
                          key={entry.recordId}
                          projectId={projectId}
                          entry={entry}
                          onOpen={() => setOpened(entry)}
                        />
                      ))}
                    </ul>
                  )}
                  {entries.length === 0 && !hasNextPage && <AllWell />}
                  {entries.length === 0 && hasNextPage && (
                    <Text c="dimmed">Nothing of this project is among the newest. There are older ones.</Text>
                  )}
                  {hasNextPage && (
                    <div className={`${classes.foot} ${classes.after}`}>
                      <Button variant="default" onClick={() => fetchNextPage()} loading={isFetchingNextPage}>
                        Look further back
                      </Button>
                    </div>
                  )}
                  {isFetchNextPageError && <ProblemAlert error={error} />}
                </>
              )
            }}
          </QueryContent>
        </Section>
      ) : (
        <Text c="dimmed">Admins see the quarantine.</Text>
      )}
      {opened && (
        <EntryDialog
          key={opened.recordId}
          projectId={projectId}
          entry={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </SettingsPage>
  )
}
