// The way in by Google, where the stage has it.
import { Button } from '@mantine/core'
import { IconBrandGoogle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { configQuery } from '../api/queries.ts'
import classes from './member-card.module.css'

export const GoogleButton = ({ next }: { next: string }) => {
  const { data: config } = useQuery(configQuery)
  if (!config?.google) return null
  return (
    <>
      <Button
        component="a"
        href={`/api/v1/auth/google?${new URLSearchParams({ next })}`}
        variant="default"
        fullWidth
        leftSection={<IconBrandGoogle size={18} aria-hidden="true" />}
      >
        Continue with Google
      </Button>
      <div className={classes.or}>or</div>
    </>
  )
}
