// Deletes a project, once its name has been typed.
import { Button, Paper, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { deleteProject } from '../../api/commands.ts'
import { refreshAccount } from '../../app/refresh-account.ts'
import classes from '../../projects/section.module.css'
import { ConfirmDialog } from '../../shell/confirm-dialog.tsx'

export const DeleteProject = ({ project: { projectId, name } }: { project: MemberProject }) => {
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const remove = async () => {
    await deleteProject(projectId)
    await refreshAccount()
    await navigate({ to: '/', search: { project: undefined } })
  }
  return (
    <Paper component="section" withBorder className={`${classes.section} ${classes.danger}`}>
      <Title order={2} size="h5">
        Delete this project
      </Title>
      <Text c="dimmed" mt={2} mb="md">
        It is gone for everybody at once, and its keys work no more within a minute. What it stored goes as
        its retention ends.
      </Text>
      <Button color="red" variant="light" onClick={() => setAsking(true)}>
        Delete the project
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          action="Delete it for good"
          typed={name}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          This cannot be taken back. Its sites go on sending, and are refused.
        </ConfirmDialog>
      )}
    </Paper>
  )
}
