// A few values to choose one of, which is chosen by the press.
import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import classes from './filter-bar.module.css'

type ChoicesProps<T> = {
  choices: { value: T; label: string }[]
  chosen: unknown
  onChoose: (value: T) => void
}

export const Choices = <T extends string | boolean>({ choices, chosen, onChoose }: ChoicesProps<T>) => (
  <div className={classes.choices}>
    {choices.map(({ value, label }) => (
      <Button
        key={String(value)}
        variant={value === chosen ? 'light' : 'subtle'}
        color={value === chosen ? undefined : 'gray'}
        size="compact-md"
        fz="sm"
        justify="space-between"
        aria-pressed={value === chosen}
        rightSection={value === chosen ? <IconCheck size={15} aria-hidden="true" /> : null}
        onClick={() => onChoose(value)}
      >
        {label}
      </Button>
    ))}
  </div>
)
