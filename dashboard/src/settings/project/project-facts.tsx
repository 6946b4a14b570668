// The settings of a project for those who may see but not change them.
import { Badge, Text } from '@mantine/core'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { countOf, formatCount } from '../../format/count.ts'
import classes from '../../projects/section.module.css'
import { Section } from '../../projects/section.tsx'

const shareOf = ({ enabled, sampleRate }: { enabled: boolean; sampleRate: number }) =>
  enabled && sampleRate > 0 ? `in ${Math.round(sampleRate * 100)} % of sessions` : 'never'

export const ProjectFacts = ({ project }: { project: MemberProject }) => {
  const { origins, timeZone, retention, masking, fullAddresses, ingest, limits } = project
  const { recording, screenshots, assets, userLogins } = project
  return (
    <>
      <Section title="Sites" hint="Pages of these sites may send with the publishable key.">
        {origins.length > 0 ? (
          <ul className={classes.origins}>
            {origins.map((origin) => (
              <li key={origin}>
                <Badge variant="light" color="gray" size="lg" tt="none" fw={500} className="mono">
                  {origin}
                </Badge>
              </li>
            ))}
          </ul>
        ) : (
          <Text c="dimmed">None yet.</Text>
        )}
      </Section>
      <Section title="Settings" hint="Admins of the organisation change them.">
        <dl className={classes.facts}>
          <dt>Time zone</dt>
          <dd>{timeZone}</dd>
          <dt>Recordings are kept</dt>
          <dd>{countOf(retention.replayDays, 'day')}</dd>
          <dt>Events are kept</dt>
          <dd>{countOf(retention.eventDays, 'day')}</dd>
          <dt>Visits are recorded</dt>
          <dd>{shareOf(recording)}</dd>
          <dt>Pages are pictured</dt>
          <dd>{shareOf(screenshots)}</dd>
          <dt>Styles, fonts and images</dt>
          <dd>{assets.enabled ? 'kept for replays' : 'not kept'}</dd>
          <dt>What is typed</dt>
          <dd>{masking.inputs ? 'masked' : 'may be recorded, but for secrets'}</dd>
          <dt>Texts of the page</dt>
          <dd>{masking.text ? 'thrown away' : 'kept'}</dd>
          <dt>Addresses of visitors</dt>
          <dd>{fullAddresses ? 'kept whole' : 'only their network is kept'}</dd>
          <dt>Accounts of users</dt>
          <dd>{userLogins.enabled ? 'kept here' : 'not kept here'}</dd>
          <dt>Ingest</dt>
          <dd>{ingest ? 'on' : 'off: what is sent is thrown away'}</dd>
          <dt>Events per second</dt>
          <dd>{limits.ingest?.perSecond ? formatCount(limits.ingest.perSecond) : 'as deployed'}</dd>
        </dl>
      </Section>
    </>
  )
}
