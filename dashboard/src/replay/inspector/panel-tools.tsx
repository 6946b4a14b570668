// What stands over a list of the inspector: a search, what narrows it, and how many are left.
import { Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './inspector.module.css'

type Props = {
  label: string
  placeholder?: string
  q: string
  onSearch: (q: string) => void
  count: ReactNode
  /** Beside the search. */
  narrow?: ReactNode
  /** In a line of its own. */
  children?: ReactNode
}

export const PanelTools = ({ label, placeholder = label, q, onSearch, count, narrow, children }: Props) => (
  <div className={classes.tools}>
    <TextInput
      className={classes.search}
      size="xs"
      type="search"
      placeholder={placeholder}
      aria-label={label}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      value={q}
      onChange={(event) => onSearch(event.currentTarget.value)}
    />
    {narrow}
    <Text size="xs" c="dimmed" role="status" className="numbers">
      {count}
    </Text>
    {children}
  </div>
)
