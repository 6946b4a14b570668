// What was changed in an organisation, by whom and when, newest first.
import { Button, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { AuditEntry } from '../../../../core/audit/audit-entry.ts'
import { AUDIT_RETENTION_DAYS } from '../../../../core/limits.ts'
import { asProblem } from '../../api/problem.ts'
import { auditLogQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import { formatMoment } from '../../format/time.ts'
import classes from '../../projects/section.module.css'
import { Section } from '../../projects/section.tsx'
import { useOrganisation } from '../of-project.tsx'
import { offers } from '../offers.ts'
import { QueryContent } from '../query-section.tsx'
import rows from '../rows.module.css'
import { SettingsPage } from '../settings-page.tsx'
import { AuditFilters } from './audit-filters.tsx'
import audit from './audit-log.module.css'
import { auditDetails, auditSentence } from './audit-sentence.ts'

const Entry = ({ entry }: { entry: AuditEntry }) => {
  const details = auditDetails(entry)
  return (
    <li className={audit.entry}>
      <time className={audit.time} dateTime={new Date(entry.at).toISOString()}>
        {formatMoment(entry.at)}
      </time>
      <div>
        <Text component="span">
          <b>{entry.actor.email}</b> {auditSentence(entry)}
        </Text>
        {details.length > 0 && (
          <ul className={audit.details}>
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

export const AuditLogPage = () => {
  const { organisationId, name, role } = useOrganisation()
  useTitle('Audit log', name)
  const offered = offers(role).seeAuditLog
  const { action, session } = useSearch({ from: '/member/settings/audit-log' })
  const narrowed = action !== undefined || session !== undefined
  const log = useInfiniteQuery({ ...auditLogQuery(organisationId, { action, session }), enabled: offered })
  return (
    <SettingsPage title="Audit log" text={`What was changed and watched in ${name}, by whom and when.`}>
      {offered ? (
        <Section
          title="Changes"
          hint={`Kept for ${AUDIT_RETENTION_DAYS} days. Keys and other secrets are never in it.`}
        >
          <AuditFilters action={action} session={session} />
          <QueryContent query={log}>
            {({ pages }) => {
              const entries = pages.flatMap((page) => page.entries)
              return (
                <>
                  {entries.length > 0 && (
                    <ol className={rows.rows}>
                      {entries.map((entry) => (
                        <Entry key={entry.entryId} entry={entry} />
                      ))}
                    </ol>
                  )}
                  <div className={`${classes.foot} ${classes.after}`}>
                    {log.hasNextPage ? (
                      <Button
                        variant="default"
                        onClick={() => log.fetchNextPage()}
                        loading={log.isFetchingNextPage}
                      >
                        {entries.length === 0 ? 'Look further back' : 'Load more'}
                      </Button>
                    ) : (
                      <Text c="dimmed">
                        {entries.length > 0
                          ? 'That is all of it.'
                          : narrowed
                            ? 'The log has nothing of that.'
                            : 'Nothing was changed yet.'}
                      </Text>
                    )}
                    {log.isFetchNextPageError && (
                      <Text c="red" role="alert">
                        {asProblem(log.error).message}
                      </Text>
                    )}
                  </div>
                </>
              )
            }}
          </QueryContent>
        </Section>
      ) : (
        <Text c="dimmed">Admins see the audit log.</Text>
      )}
    </SettingsPage>
  )
}
