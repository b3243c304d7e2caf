'use client'

import { Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { STEPS, type Step } from '#server/domain/words.ts'
import { useEditing } from '../_model/editing.ts'
import styles from './form.module.css'

type Move = readonly [from: Step, to: Step]

const isMove = (move: Move, from: Step, to: Step) => move[0] === from && move[1] === to
const placeOf = ([from, to]: Move) => STEPS.indexOf(from) * STEPS.length + STEPS.indexOf(to)
const inOrder = (moves: readonly Move[]) => moves.toSorted((a, b) => placeOf(a) - placeOf(b))

/** Which steps a call may go back to, by the step it is in; one list for all flows. */
export const BackwardForm = () => {
  const t = useTranslations()
  const { playbook, set, problemAt } = useEditing()
  const moves = playbook.legalBackward
  const has = (from: Step, to: Step) => moves.some((move) => isMove(move, from, to))
  const toggle = (from: Step, to: Step) =>
    set(
      ['legalBackward'],
      has(from, to) ? moves.filter((move) => !isMove(move, from, to)) : inOrder([...moves, [from, to]]),
    )
  return (
    <section className={styles.group} data-testid="backward">
      <h3>{t('playbook.backward')}</h3>
      <p className={styles.quiet}>{t('playbook.backwardLead')}</p>
      <div className={styles.fields}>
        {STEPS.slice(1).map((from, index) => (
          <fieldset key={from} className={styles.backward}>
            <legend>{t('playbook.draft.backFrom', { step: t(`steps.${from}`) })}</legend>
            {STEPS.slice(0, index + 1).map((to) => (
              <Checkbox
                key={to}
                size="sm"
                label={t(`steps.${to}`)}
                checked={has(from, to)}
                onChange={() => toggle(from, to)}
                data-testid={`back-${from}-${to}`}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <p className={styles.problem} role="alert">
        {problemAt(['legalBackward'])}
      </p>
    </section>
  )
}
