// One key: what it is, how it begins, and how much it is used.
import { Badge, Button, Text } from '@mantine/core'
import type { ProjectKey } from '../../../../core/keys/project-key.ts'
import { useNow } from '../../app/use-now.ts'
import { countOf } from '../../format/count.ts'
import { formatAgo, formatMoment } from '../../format/time.ts'
import { CopyField } from '../../shell/copy-field.tsx'
import rows from '../rows.module.css'
import classes from './key-row.module.css'

const STATUS = {
  active: { label: 'Active', color: 'teal' },
  expired: { label: 'Expired', color: 'orange' },
  revoked: { label: 'Revoked', color: 'gray' },
} as const

const CLOCK_TICK_MS = 60_000

type Props = { projectKey: ProjectKey; mayChange: boolean; onRegenerate: () => void; onRevoke: () => void }

export const KeyRow = ({ projectKey: key, mayChange, onRegenerate, onRevoke }: Props) => {
  const now = useNow(CLOCK_TICK_MS)
  const { label, color } = STATUS[key.status]
  const ends =
    key.revokedAt !== null
      ? `Revoked ${formatMoment(key.revokedAt)}`
      : key.expiresAt === null
        ? 'Never expires'
        : `${key.status === 'expired' ? 'Expired' : 'Expires'} ${formatMoment(key.expiresAt)}`
  const used = key.lastUsedAt === null ? 'never used' : `last used ${formatAgo(key.lastUsedAt, now)}`
  return (
    <li className={rows.row} data-key={key.keyId}>
      <div className={rows.words}>
        <div className={rows.names}>
          <Text fw={600} component="span">
            {key.name}
          </Text>
          <Badge size="sm" variant="light" color={key.kind === 'secret' ? 'iris' : 'gray'} tt="none">
            {key.kind === 'secret' ? 'Secret' : 'Publishable'}
          </Badge>
          {key.environment === 'test' && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              Test
            </Badge>
          )}
          <Badge size="sm" variant="light" color={color} tt="none">
            {label}
          </Badge>
        </div>
        {key.text === null && <code className={classes.prefix}>{key.prefix}…</code>}
        <Text size="xs" c="dimmed" mt={2}>
          Created {formatMoment(key.createdAt)} · {ends}
        </Text>
        <Text size="xs" c="dimmed">
          {countOf(key.requests, 'request')} in 30 days, {used}
        </Text>
        {key.previous.map(({ prefix, validUntil }) => (
          <Text key={prefix} size="xs" className={classes.previous}>
            The earlier text <code>{prefix}…</code> works until {formatMoment(validUntil)}.
          </Text>
        ))}
      </div>
      {mayChange && key.status !== 'revoked' && (
        <div className={rows.ends}>
          {key.status === 'active' && (
            <Button size="xs" variant="default" aria-label={`Regenerate ${key.name}`} onClick={onRegenerate}>
              Regenerate
            </Button>
          )}
          <Button size="xs" variant="subtle" color="red" aria-label={`Revoke ${key.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        </div>
      )}
      {key.text !== null && key.status === 'active' && (
        <div className={classes.whole}>
          <CopyField value={key.text} label={`the key ${key.name}`} />
        </div>
      )}
    </li>
  )
}
