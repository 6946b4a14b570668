// In the place of a screen that a project does not show to its member's role.
import { IconEyeOff } from '@tabler/icons-react'
import { type Sight, WHY_NOT } from '../../../core/projects/may-see.ts'
import { ButtonLink } from './links.tsx'
import { Notice } from './notice.tsx'

export const NotForRole = ({ hidden }: { hidden: readonly Sight[] }) => (
  <Notice
    icon={<IconEyeOff size={28} stroke={1.5} aria-hidden="true" />}
    title="Not for your role"
    text={`${hidden.map((sight) => WHY_NOT[sight]).join(' ')} Its admins decide that.`}
  >
    <ButtonLink to="/sessions" variant="default">
      To the sessions
    </ButtonLink>
  </Notice>
)
