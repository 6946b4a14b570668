// One entry of the quarantine: what went wrong, where, when, and whose session it is.
import { Badge, Button, Text } from '@mantine/core'
import type { QuarantineEntry } from '../../../../core/quarantine/quarantine-list.ts'
import { formatMoment } from '../../format/time.ts'
import rows from '../rows.module.css'
import { amountOf, kindOf } from './quarantine-words.ts'
import { SessionLinks } from './session-links.tsx'

type Props = { projectId: string; entry: QuarantineEntry; onOpen: () => void }

export const EntryRow = ({ projectId, entry, onOpen }: Props) => {
  const { label, color } = kindOf(entry)
  return (
    <li className={rows.row} data-quarantined={entry.recordId}>
      <div className={rows.words}>
        <div className={rows.names}>
          <Badge size="sm" variant="light" color={color} tt="none">
            {label}
          </Badge>
          <Text component="span" fw={600}>
            {entry.reason}
          </Text>
        </div>
        <Text size="sm" mt={2}>
          by <code>{entry.consumer}</code>
          {entry.sessionIds.length > 0 && (
            <>
              {' '}
              · {entry.sessionIds.length === 1 ? 'session' : 'sessions'}{' '}
              <SessionLinks projectId={projectId} sessionIds={entry.sessionIds} />
            </>
          )}
        </Text>
        <Text size="xs" c="dimmed" mt={2}>
          {formatMoment(entry.quarantinedAt)} · {amountOf(entry)}
        </Text>
      </div>
      <Button variant="default" size="xs" onClick={onOpen} aria-label={`Open: ${entry.reason}`}>
        Open
      </Button>
    </li>
  )
}
