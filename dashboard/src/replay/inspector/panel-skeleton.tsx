// A panel of the inspector before its first row is there, and one that has none.
import { Skeleton, Text } from '@mantine/core'
import classes from './inspector.module.css'

const ROWS = Array.from({ length: 8 }, (_, row) => row)

export const PanelSkeleton = ({ label }: { label: string }) => (
  <div role="status" aria-label={label}>
    {ROWS.map((row) => (
      <div key={row} className={classes.skeleton}>
        <Skeleton height={10} width={`${35 + ((row * 17) % 50)}%`} />
      </div>
    ))}
  </div>
)

export const PanelEmpty = ({ children }: { children: string }) => (
  <div className={classes.nothing}>
    <Text c="dimmed">{children}</Text>
  </div>
)
