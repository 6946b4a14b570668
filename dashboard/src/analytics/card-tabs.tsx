// The tabs in the head of a card; the arrows walk through them.
import { UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import classes from './card-tabs.module.css'

type Props<T extends string> = {
  /** Of the card: its panel is `<id>-panel`. */
  id: string
  label: string
  tabs: readonly { value: T; label: string }[]
  shown: T
  onShow: (value: T) => void
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }

export const CardTabs = <T extends string>({ id, label, tabs, shown, onShow }: Props<T>) => {
  const list = useRef<HTMLDivElement>(null)
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = tabs.findIndex(({ value }) => value === shown)
    const next = tabs.at((at + step) % tabs.length)
    if (!next) return
    onShow(next.value)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus()
  }
  return (
    <div ref={list} className={classes.tabs} role="tablist" aria-label={label} onKeyDown={walk}>
      {tabs.map(({ value, label: name }) => (
        <UnstyledButton
          key={value}
          className={classes.tab}
          role="tab"
          id={`${id}-${value}`}
          aria-controls={`${id}-panel`}
          aria-selected={value === shown}
          tabIndex={value === shown ? 0 : -1}
          data-tab={value}
          onClick={() => onShow(value)}
        >
          {name}
        </UnstyledButton>
      ))}
    </div>
  )
}
