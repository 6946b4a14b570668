// A value to take along: readable, selectable, copied with one press.
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './copy-field.module.css'

type Props = { value: string; label: string }

export const CopyField = ({ value, label }: Props) => (
  <div className={classes.field}>
    <code className={classes.value}>{value}</code>
    <CopyButton value={value} timeout={2_000}>
      {({ copied, copy }) => (
        // Within a dialog the rest of the page lies below.
        <Tooltip withinPortal={false} label={copied ? 'Copied' : `Copy ${label}`}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            size="md"
            onClick={copy}
            aria-label={copied ? 'Copied' : `Copy ${label}`}
          >
            {copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </div>
)
