// Says in a line what a project does not show to its member, and why it is not there.
import { Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { type May, type Sight, WHY_NOT } from '../../../core/projects/may-see.ts'
import classes from './not-shown.module.css'

export const NotShown = ({ may, of }: { may: May; of: readonly Sight[] }) => {
  const hidden = of.filter((sight) => !may[sight])
  if (hidden.length === 0) return null
  return (
    <Text size="xs" c="dimmed" className={classes.line} role="note" data-not-shown={hidden.join(' ')}>
      <IconEyeOff size={15} aria-hidden="true" className={classes.icon} />
      <span>{hidden.map((sight) => WHY_NOT[sight]).join(' ')} Its admins decide that.</span>
    </Text>
  )
}
