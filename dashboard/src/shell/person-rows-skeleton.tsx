// What stands where rows of people will stand, with their height, so that nothing moves when they come.
import { Skeleton } from '@mantine/core'
import classes from './person-rows-skeleton.module.css'

export const PersonRowsSkeleton = ({
  label,
  className,
}: {
  label: string
  className: string | undefined
}) => (
  <div className={className} role="status" aria-label={label}>
    {[0, 1, 2, 3].map((row) => (
      <div key={row} className={classes.row}>
        <Skeleton circle height={34} width={34} />
        <Skeleton height={12} width={`${30 + row * 9}%`} />
      </div>
    ))}
  </div>
)
