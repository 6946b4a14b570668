// One receipt of an erasure: how far it is, what was removed, and never whom it was about.
import { Badge, Text } from '@mantine/core'
import type { Erasure } from '../../../../core/erasure/erasure.ts'
import { formatMoment } from '../../format/time.ts'
import rows from '../rows.module.css'
import { askedBy, removedOf, statusOf } from './erasure-status.ts'

export const ReceiptRow = ({ erasure }: { erasure: Erasure }) => {
  const { label, color, says } = statusOf(erasure)
  const ended = erasure.completedAt ?? erasure.erasedAt
  return (
    <li className={rows.row} data-erasure={erasure.erasureId}>
      <div className={rows.words}>
        <div className={rows.names}>
          <Badge size="sm" variant="light" color={color} tt="none">
            {label}
          </Badge>
          <Text component="span" fw={600}>
            {removedOf(erasure.counts)}
          </Text>
        </div>
        <Text size="sm" mt={2}>
          {says}
        </Text>
        <Text size="xs" c="dimmed" mt={2}>
          Asked for {formatMoment(erasure.requestedAt)} {askedBy(erasure)}
          {ended !== null && ` · erased ${formatMoment(ended)}`} · <code>{erasure.erasureId}</code>
        </Text>
      </div>
    </li>
  )
}
