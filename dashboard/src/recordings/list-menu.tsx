// What can be done with the list of sessions beside looking at it.
import { ActionIcon } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { MemberProject } from '../../../core/projects/project.ts'
import { MenuOnDemand } from '../shell/menu-on-demand.tsx'
import classes from './import-dialog.module.css'

const fetchMenu = () => import('./list-entries.tsx').then((part) => ({ default: part.ListEntries }))
const ListEntries = lazy(fetchMenu)
const ImportDialog = lazy(() =>
  import('./import-dialog.tsx').then((part) => ({ default: part.ImportDialog })),
)

const button = (
  <ActionIcon variant="subtle" color="gray" aria-label="More for this list" className={classes.menu}>
    <IconDots size={18} aria-hidden="true" />
  </ActionIcon>
)

export const ListMenu = ({ project }: { project: MemberProject }) => {
  const [importing, setImporting] = useState(false)
  return (
    <>
      <MenuOnDemand button={button} fetchMenu={() => void fetchMenu()}>
        <ListEntries button={button} onImport={() => setImporting(true)} />
      </MenuOnDemand>
      {importing && (
        <Suspense fallback={null}>
          <ImportDialog project={project} onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  )
}
