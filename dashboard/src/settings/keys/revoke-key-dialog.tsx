// Revokes a key for good.
import type { ProjectKey } from '../../../../core/keys/project-key.ts'
import { revokeKey } from '../../api/commands.ts'
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx'
import { useKeysReread } from './use-keys-reread.ts'

type Props = { projectKey: ProjectKey; onClose: () => void }

export const RevokeKeyDialog = ({ projectKey, onClose }: Props) => {
  const reread = useKeysReread(projectKey.projectId)
  const revoke = async () => {
    await revokeKey(projectKey)
    await reread()
  }
  return (
    <ConfirmDialog title={`Revoke ${projectKey.name}?`} action="Revoke" onConfirm={revoke} onClose={onClose}>
      {projectKey.kind === 'publishable'
        ? 'It works no more within a minute, everywhere: pages that have it stop sending. This cannot be taken back.'
        : 'It works no more within a minute, everywhere: servers that have it are refused. This cannot be taken back.'}
    </ConfirmDialog>
  )
}
