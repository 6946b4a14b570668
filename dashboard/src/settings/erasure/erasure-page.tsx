// Erasing a person from a project, and the receipts of all who were.
import { Button, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Erasure } from '../../../../core/erasure/erasure.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { asProblem } from '../../api/problem.ts'
import { erasuresQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import classes from '../../projects/section.module.css'
import { Section } from '../../projects/section.tsx'
import { OfProject } from '../of-project.tsx'
import { offers } from '../offers.ts'
import { QueryContent } from '../query-section.tsx'
import rows from '../rows.module.css'
import { SettingsPage } from '../settings-page.tsx'
import { EraseForm } from './erase-form.tsx'
import { ReceiptRow } from './receipt-row.tsx'

/** Milliseconds between two looks while one is under way: the job runs every few minutes. */
const LOOK_MS = 30_000

const isUnderWay = ({ status }: Erasure): boolean => status === 'erasing' || status === 'settling'

export const ErasurePage = () => (
  <OfProject>{(project) => <Erasures key={project.projectId} project={project} />}</OfProject>
)

const Erasures = ({ project: { projectId, name, role } }: { project: MemberProject }) => {
  useTitle('Erasure', name)
  const offered = offers(role).erasePeople
  const receipts = useInfiniteQuery({
    ...erasuresQuery(projectId),
    enabled: offered,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ erasures }) => erasures.some(isUnderWay)) ? LOOK_MS : false,
  })
  return (
    <SettingsPage title="Erasure" text={`When somebody asks that ${name} forgets them.`}>
      {offered ? (
        <>
          <Section
            title="Erase a person"
            hint="Done within the hour, in every store, and searched for afterwards."
          >
            <EraseForm projectId={projectId} />
          </Section>
          <Section
            title="Receipts"
            hint="What became of each erasure. A receipt names nobody; who asked for it is in the audit log."
          >
            <QueryContent query={receipts}>
              {({ pages }) => {
                const erasures = pages.flatMap((page) => page.erasures)
                if (erasures.length === 0) return <Text c="dimmed">Nobody was erased yet.</Text>
                return (
                  <>
                    <ul className={rows.rows}>
                      {erasures.map((erasure) => (
                        <ReceiptRow key={erasure.erasureId} erasure={erasure} />
                      ))}
                    </ul>
                    {receipts.hasNextPage && (
                      <div className={`${classes.foot} ${classes.after}`}>
                        <Button
                          variant="default"
                          onClick={() => receipts.fetchNextPage()}
                          loading={receipts.isFetchingNextPage}
                        >
                          Load more
                        </Button>
                        {receipts.isFetchNextPageError && (
                          <Text c="red" role="alert">
                            {asProblem(receipts.error).message}
                          </Text>
                        )}
                      </div>
                    )}
                  </>
                )
              }}
            </QueryContent>
          </Section>
        </>
      ) : (
        <Text c="dimmed">Admins erase people.</Text>
      )}
    </SettingsPage>
  )
}
