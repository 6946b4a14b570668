// Beside the picture: what happened, in panels on the player's clock.
import { UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { formatCount } from '../../format/count.ts'
import { PANELS, type Panel } from '../moment.ts'
import classes from './inspector.module.css'

export type PanelEntry = { label: string; count?: number; bad?: boolean; content: () => ReactNode }

type Props = {
  panels: Partial<Record<Panel, PanelEntry>>
  /** In this order; all of them unless it says otherwise. */
  shown?: readonly Panel[]
  panel: Panel
  onPanel: (panel: Panel) => void
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }

export const Inspector = ({ panels, shown = PANELS, panel, onPanel }: Props) => {
  const list = useRef<HTMLDivElement>(null)
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = shown.at((shown.indexOf(panel) + step) % shown.length)
    if (!next) return
    onPanel(next)
    list.current?.querySelector<HTMLElement>(`[data-panel="${next}"]`)?.focus()
  }
  return (
    <section className={classes.panel} aria-label="Inspector">
      <div ref={list} className={classes.tabs} role="tablist" aria-label="Inspector" onKeyDown={walk}>
        {shown.map((one) => {
          const { label = '', count, bad } = panels[one] ?? {}
          return (
            <UnstyledButton
              key={one}
              className={classes.tab}
              role="tab"
              id={`tab-${one}`}
              aria-controls="inspector-panel"
              aria-selected={one === panel}
              tabIndex={one === panel ? 0 : -1}
              data-panel={one}
              data-bad={bad || undefined}
              onClick={() => onPanel(one)}
            >
              {label}
              {count !== undefined && <span className={classes.tabCount}>{formatCount(count)}</span>}
            </UnstyledButton>
          )
        })}
      </div>
      <div
        key={panel}
        className={classes.body}
        role="tabpanel"
        id="inspector-panel"
        aria-labelledby={`tab-${panel}`}
      >
        {panels[panel]?.content()}
      </div>
    </section>
  )
}
