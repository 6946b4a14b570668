// The room before anything is known of the session: places of the size of what will be there.
import { Skeleton } from '@mantine/core'
import classes from './replay-room.module.css'

export const RoomSkeleton = () => (
  <div className={classes.room} role="status" aria-label="Loading the session">
    <Skeleton radius="lg" height="100%" mih={260} />
    <Skeleton radius="lg" height="100%" mih={260} />
  </div>
)
